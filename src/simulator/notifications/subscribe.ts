import type { SimulatedClock } from "../clock/simulated-clock.ts";
import { ApiRefusal } from "../rest/api-refusal.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import type { Channel } from "./channel.ts";
import type { Channels } from "./channels.ts";
import type { Denial, TopicAccess } from "./topic-access.ts";
import { toSingleTopics } from "./topic-templates.ts";

export interface Subscribing {
  readonly options: SimulatorOptions;
  readonly clock: SimulatedClock;
  readonly channels: Channels;
  readonly topicAccess: TopicAccess;
}

export interface Wanted {
  /** As sent, single or combined. */
  readonly ids: readonly string[];
  /** Instead of what it listens to, not beside it. */
  readonly replaces: boolean;
  /** Each topic for itself; otherwise one bad topic fails all of them. */
  readonly ignoresErrors: boolean;
}

/** What became of one wanted topic. */
export interface Outcome {
  readonly id: string;
  readonly topics: readonly string[];
  /** Undefined: permitted. */
  readonly denial: Denial | undefined;
}

const INVALID: Denial = { reason: "The subscription topic is not valid.", missingPermissions: [] };

/** Lets a channel listen to topics, and live for its whole lifetime again. A refusal changes nothing. */
export function subscribe(service: Subscribing, channel: Channel, wanted: Wanted): readonly Outcome[] {
  const outcomes = [...new Set(wanted.ids)].map((id) => judge(service, channel.owner.clientId, id));
  if (!wanted.ignoresErrors) refuseBad(outcomes);
  const permitted = outcomes.filter(({ denial }) => denial === undefined);
  const after = new Map(wanted.replaces ? [] : channel.subscriptions);
  for (const { id, topics } of permitted) after.set(id, topics);
  const { limits, channelTopicsMax } = service.options;
  if (limits === "api" && after.size > channelTopicsMax)
    throw new ApiRefusal(400, "notification.subscription.too.many.subscriptions", "Too many subscriptions");
  channel.subscriptions = after;
  service.channels.renew(channel);
  return outcomes;
}

function judge({ options, clock, topicAccess }: Subscribing, clientId: string, id: string): Outcome {
  const topics = toSingleTopics(id, options.topicLengthMax);
  if (topics === undefined) return { id, topics: [], denial: INVALID };
  const denials = topics.flatMap((topic) => topicAccess.denial(clientId, topic, clock.now()) ?? []);
  const [first] = denials;
  if (first === undefined) return { id, topics, denial: undefined };
  const missing = denials.flatMap(({ missingPermissions }) => missingPermissions);
  return { id, topics, denial: { reason: first.reason, missingPermissions: [...new Set(missing)] } };
}

function refuseBad(outcomes: readonly Outcome[]): void {
  const denials = outcomes.flatMap(({ denial }) => denial ?? []);
  if (denials.includes(INVALID)) throw new ApiRefusal(400, "notification.invalid.topic", INVALID.reason);
  if (denials.length === 0) return;
  const missing = [...new Set(denials.flatMap(({ missingPermissions }) => missingPermissions))];
  if (missing.length === 0)
    throw new ApiRefusal(403, "not.authorized", "You are not authorized to perform the requested action.");
  const start = "Unable to perform the requested action. You are missing the following permission(s):";
  const permissions = `[${missing.join(", ")}]`;
  throw new ApiRefusal(403, "missing.permissions", `${start} ${permissions}`, {
    messageWithParams: `${start} {permissions}`,
    messageParams: { permissions },
  });
}
