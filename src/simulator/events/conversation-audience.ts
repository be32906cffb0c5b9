import type { Organisation } from "../world/organisation.ts";
import type { MediaType, WorldParticipant } from "../world/world-conversation.ts";
import type { Change } from "./change-index.ts";

/** The last word of a medium's topics. */
export const MEDIA_TOPICS: Readonly<Record<MediaType, string>> = {
  voice: "calls",
  callback: "callbacks",
  chat: "chats",
  email: "emails",
  message: "messages",
};
/** Media that topics exist for and that nothing here has. */
const SILENT_MEDIA = ["cobrowseSessions", "screenshares", "socialexpressions", "videos"];

interface TopicNames {
  readonly all: string;
  readonly byMedia: Readonly<Record<MediaType, string>>;
}

/** Who hears of a conversation: the users in it, as long as they are, and the queues that it came into, from then on. */
export class ConversationAudience {
  readonly #users: readonly TopicNames[];
  readonly #queues: readonly TopicNames[];
  readonly #names: ReadonlySet<string>;

  constructor({ users, queues }: Organisation) {
    const prefixes = [
      ...users.map(({ id }) => `v2.users.${id}.conversations`),
      ...queues.map(({ id }) => `v2.routing.queues.${id}.conversations`),
    ];
    const names = prefixes.map(toNames);
    this.#users = names.slice(0, users.length);
    this.#queues = names.slice(users.length);
    const endings = ["", ...[...Object.values(MEDIA_TOPICS), ...SILENT_MEDIA].map((word) => `.${word}`)];
    this.#names = new Set(prefixes.flatMap((prefix) => endings.map((ending) => prefix + ending)));
  }

  knows(topicName: string): boolean {
    return this.#names.has(topicName);
  }

  /** The topics on which a change is told, each once, with the list that it is about (undefined: the whole conversation). */
  listenersOf({ conversation, at }: Change): ReadonlyMap<string, string | undefined> {
    const listeners = new Map<string, string | undefined>();
    for (const { purpose, user, queue, sessions } of conversation.participants) {
      const since = sessions[0]?.segments[0]?.start;
      if (since === undefined || since > at) continue;
      if (user !== undefined && lastEndOf(sessions) >= at) addTopics(listeners, this.#users[user], sessions, at);
      // A customer's queue is the one that he dialled, or a foreign one.
      if (queue !== undefined && purpose !== "customer") addTopics(listeners, this.#queues[queue], sessions, at);
    }
    return listeners;
  }
}

function addTopics(
  listeners: Map<string, string | undefined>,
  names: TopicNames | undefined,
  sessions: WorldParticipant["sessions"],
  at: number,
): void {
  if (names === undefined) return;
  listeners.set(names.all, undefined);
  for (const { media, segments } of sessions)
    if ((segments[0]?.start ?? at + 1) <= at) listeners.set(names.byMedia[media], MEDIA_TOPICS[media]);
}

function lastEndOf(sessions: WorldParticipant["sessions"]): number {
  return sessions.reduce((last, { segments }) => Math.max(last, segments.at(-1)?.end ?? 0), 0);
}

function toNames(prefix: string): TopicNames {
  const byMedia = Object.entries(MEDIA_TOPICS).map(([media, word]) => [media, `${prefix}.${word}`]);
  return { all: prefix, byMedia: Object.fromEntries(byMedia) as Record<MediaType, string> };
}
