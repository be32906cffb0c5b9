/** The media of which a conversation has a form of its own, as their endpoints and lists are called. */
export const MEDIA_FORMS = ["calls", "callbacks", "emails", "messages"] as const;
export type MediaForm = (typeof MEDIA_FORMS)[number];

type Fields = Readonly<Record<string, unknown>>;

/** What stands on a participant in the general form and stays, and what comes up from his communication. */
const PARTICIPANT_FIELDS = (
  "id name address startTime purpose wrapupRequired wrapupPrompt wrapupTimeoutMs wrapupSkipped alertingTimeoutMs wrapup " +
  "attributes startAcwTime endAcwTime"
).split(" ");
const COMMUNICATION_FIELDS =
  "state direction held disconnectType startAlertingTime connectedTime startHoldTime parkTime provider".split(" ");
const OWN_FIELDS: Readonly<Record<MediaForm, readonly string[]>> = {
  calls:
    "ani dnis monitoredParticipantId coachedParticipantId bargedParticipantId muted confined recording recordingState securePause".split(
      " ",
    ),
  callbacks: "callbackNumbers callbackUserName callbackScheduledTime skipEnabled timeoutSeconds".split(" "),
  emails: ["subject"],
  messages: ["type"],
};

/**
 * The form of one medium, made of a live conversation in its general form: of each participant who has the medium, the latest
 * communication, its state on the participant himself. Undefined when nobody has.
 */
export function toMediaConversation(live: object, form: MediaForm): object | undefined {
  const { id, name, participants, divisions, recentTransfers, recordingState, securePause } = live as Fields;
  const all = toList(participants);
  const own = all.flatMap((participant) => toParticipant(participant, form));
  if (own.length === 0) return undefined;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    participants: own,
    otherMediaUris: MEDIA_FORMS.filter(
      (other) => other !== form && all.some((participant) => toList(participant[other]).length > 0),
    ).map((other) => toUri(other, id)),
    recentTransfers,
    divisions,
    ...(form === "calls" ? { recordingState, securePause } : {}),
    selfUri: toUri(form, id),
  };
}

function toParticipant(participant: Fields, form: MediaForm): object[] {
  const communication = toList(participant[form]).at(-1);
  if (communication === undefined) return [];
  const { userId, queueId, queueName } = participant;
  return [
    {
      ...pick(participant, PARTICIPANT_FIELDS),
      ...pick(communication, COMMUNICATION_FIELDS),
      ...rename(communication, "disconnectedTime", "endTime"),
      ...rename(communication, "peerId", "peer"),
      ...(userId === undefined ? {} : { user: { id: userId, selfUri: `/api/v2/users/${String(userId)}` } }),
      ...(queueId === undefined
        ? {}
        : { queue: { id: queueId, name: queueName, selfUri: `/api/v2/routing/queues/${String(queueId)}` } }),
      ...pick({ ...participant, ...communication }, OWN_FIELDS[form]),
    },
  ];
}

function toUri(form: MediaForm, id: unknown): string {
  return `/api/v2/conversations/${form}/${String(id)}`;
}

function toList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}

function pick(from: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

function rename(from: Fields, name: string, to: string): Fields {
  return from[name] === undefined ? {} : { [to]: from[name] };
}
