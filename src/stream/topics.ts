import { TOPIC_LENGTH_MAX } from "../api/endpoints/notifications.ts";
import { AppError } from "../base/app-error.ts";

/** Refuses what no channel listens to: the system's own topics come unasked, and asking for them must be avoided. */
export function requireTopic(topic: string): string {
  const isOurs = /^v\d+\.[^?&\s]+$/.test(topic) && !topic.startsWith("v2.system");
  if (isOurs && topic.length <= TOPIC_LENGTH_MAX) return topic;
  throw new AppError({
    kind: "input",
    code: "TOPIC_INVALID",
    message: `The notification topic ${topic.slice(0, 80)} can't be subscribed to.`,
    hint: `A topic is one name such as v2.users.{id}.conversations, of at most ${TOPIC_LENGTH_MAX} characters; system topics come by themselves.`,
  });
}

/** A topic of something with an id: `v2.users.{id}` and what of it. */
const OF_ONE = /^(v\d+\..+?\.[0-9a-f]{8}-[0-9a-f-]{27})\.(.+)$/i;

/** Several topics of the same thing as one: `v2.users.{id}?presence&conversations`, which takes the room of one. */
export function combineTopics(topics: readonly string[]): string[] {
  const combined: string[] = [];
  const openByStart = new Map<string, number>();
  for (const topic of topics) {
    const [, start, rest] = OF_ONE.exec(topic) ?? [];
    const open = start === undefined ? undefined : openByStart.get(start);
    const one = open === undefined ? undefined : combined[open];
    if (start === undefined || rest === undefined || open === undefined || one === undefined) {
      if (start !== undefined) openByStart.set(start, combined.length);
      combined.push(topic);
      continue;
    }
    const joined = one.includes("?") ? `${one}&${rest}` : `${start}?${one.slice(start.length + 1)}&${rest}`;
    if (joined.length <= TOPIC_LENGTH_MAX) combined[open] = joined;
    else {
      openByStart.set(start, combined.length);
      combined.push(topic);
    }
  }
  return combined;
}

/** The single topics of a combined one. */
export function splitTopic(combined: string): string[] {
  const [start, rest] = combined.split("?");
  return rest === undefined ? [combined] : rest.split("&").map((suffix) => `${start}.${suffix}`);
}
