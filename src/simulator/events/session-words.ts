import { contactId } from "../views/detail-record.ts";
import { PROVIDERS } from "../views/detail-session.ts";
import { participantId, sessionId, type View } from "../views/view.ts";
import { toUuid } from "../world/ids.ts";
import type { WorldParticipant, WorldSession } from "../world/world-conversation.ts";

/** A session of a conversation, with where it stands. */
export interface SessionPlace {
  readonly participant: WorldParticipant;
  readonly session: WorldSession;
  readonly indexes: readonly [participant: number, session: number];
}

/** What every detail event says of the session that it is about: words in capitals, instants in epoch milliseconds. */
export function toSessionWords(view: View, place: SessionPlace): Readonly<Record<string, unknown>> {
  const { conversation, organisation } = view;
  const { session, indexes } = place;
  const { messageType, subject } = session.facts;
  return {
    conversationId: conversation.id,
    participantId: participantId(view, indexes[0]),
    sessionId: sessionId(view, ...indexes),
    mediaType: session.media.toUpperCase(),
    provider: PROVIDERS[session.media],
    direction: session.direction.toUpperCase(),
    ...toAddresses(view, place),
    ...(subject === undefined ? {} : { subject }),
    ...(messageType === undefined ? {} : { messageType: messageType.toUpperCase() }),
    ...(isContactKnown(view)
      ? { conversationExternalContactIds: [contactId(organisation.id, conversation.customer.contact)] }
      : {}),
  };
}

/** Who came into no queue was not looked up. */
export function isContactKnown({ conversation }: View): boolean {
  return conversation.participants.some(({ purpose, queue }) => purpose === "customer" && queue !== undefined);
}

function toAddresses({ organisation, conversation }: View, { participant, session }: SessionPlace): object {
  const { customer, participants } = conversation;
  const index =
    session.segments[0]?.queue ?? participant.queue ?? participants.find((one) => one.queue !== undefined)?.queue;
  const queue = organisation.queues[index ?? -1];
  switch (session.media) {
    case "voice": {
      const phone = organisation.users[participant.user ?? 0]?.phone ?? "";
      const [theirs, ours] = [`tel:${customer.phone}`, `tel:${queue?.dnis ?? phone}`];
      return session.direction === "outbound" ? { ani: ours, dnis: theirs } : { ani: theirs, dnis: ours };
    }
    case "email":
      return { addressTo: queue?.address ?? "", addressFrom: customer.email };
    case "message":
      return {
        addressTo: queue?.address ?? "",
        addressFrom: session.facts.messageType === "sms" ? customer.phone : toUuid(customer.contact, 0x3a),
      };
    case "callback":
      return {
        callbackUserName: customer.name,
        callbackNumbers: [customer.phone],
        ...(session.facts.callbackScheduled === undefined
          ? {}
          : { callbackScheduledTime: session.facts.callbackScheduled }),
      };
    case "chat":
      return {};
  }
}

/** Detail events spell disconnect types a third way: NO_ANSWER_TRANSFER. */
export function toCapitals(camelCase: string): string {
  return camelCase.replace(/[A-Z]/g, "_$&").toUpperCase();
}
