import { BoundedCache } from "../world/bounded-cache.ts";
import type { World } from "../world/world.ts";
import type { LogEntry, ToLog } from "./conversation-log.ts";
import type { NotificationEvent } from "./notification-event.ts";
import { type Publisher, VERSION } from "./publisher.ts";

/** What two full channels can ask about, of long conversations. */
const KEPT_ENTRIES = 50_000;
const ID_LENGTH = 36;

export interface LogTopics {
  /** What stands before a conversation's id, the dot included. */
  readonly prefix: string;
  readonly endings: readonly string[];
  readonly toLog: ToLog;
  readonly lagMs: number;
}

/** Topics that are about one conversation each, whose id must be known before: nothing is looked for, only looked up. */
export function createLogTopics(world: World, { prefix, endings, toLog, lagMs }: LogTopics): Publisher {
  const logs = new BoundedCache<string, readonly LogEntry[]>(KEPT_ENTRIES, ({ length }) => length + 1);
  const parse = (topicName: string) => {
    const id = topicName.slice(prefix.length, prefix.length + ID_LENGTH);
    return { id, ending: topicName.slice(prefix.length + ID_LENGTH + 1) };
  };
  const logOf = (id: string, until: number): readonly LogEntry[] => {
    const place = world.locate(id);
    if (place === undefined || place.start > until) return [];
    return logs.get(id, () => toLog(world.at(place)));
  };
  const between = (from: number, to: number, topics: ReadonlySet<string>): NotificationEvent[] => {
    const events: NotificationEvent[] = [];
    for (const [id, wanted] of groupByConversation(topics, parse))
      for (const { at, ending, body } of logOf(id, to - lagMs)) {
        const topicName = wanted.get(ending);
        if (topicName === undefined || at + lagMs <= from || at + lagMs > to) continue;
        events.push({ at: at + lagMs, topicName, version: VERSION, body });
      }
    return events.sort((a, b) => a.at - b.at);
  };
  return {
    knows: (topicName) => {
      const { id, ending } = parse(topicName);
      return topicName === `${prefix}${id}.${ending}` && endings.includes(ending) && world.locate(id) !== undefined;
    },
    between,
  };
}

/** Of each conversation the topics that are wanted, by their endings; in the order of ids, whatever that of the topics. */
function groupByConversation(
  topics: ReadonlySet<string>,
  parse: (topicName: string) => { id: string; ending: string },
): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  const groups = new Map<string, Map<string, string>>();
  for (const topicName of topics) {
    const { id, ending } = parse(topicName);
    const group = groups.get(id) ?? new Map<string, string>();
    groups.set(id, group.set(ending, topicName));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
