import type { Organisation } from "../world/organisation.ts";
import type { Change, ChangeIndex } from "./change-index.ts";
import { ConversationAudience } from "./conversation-audience.ts";
import { toConversationBody } from "./conversation-body.ts";
import { toMediaBody } from "./media-body.ts";
import type { NotificationEvent } from "./notification-event.ts";
import { type Publisher, VERSION } from "./publisher.ts";

/** `v2.users.{id}.conversations…` and `v2.routing.queues.{id}.conversations…`: whole snapshots, one a change. */
export function createConversationTopics(organisation: Organisation, changes: ChangeIndex, lagMs: number): Publisher {
  const audience = new ConversationAudience(organisation);
  return {
    knows: (topicName) => audience.knows(topicName),
    between: (from, to, topics) => {
      const events: NotificationEvent[] = [];
      for (const change of changes.between(from - lagMs, to - lagMs)) {
        const toBody = createRenderer(organisation, change);
        for (const [topicName, list] of audience.listenersOf(change))
          if (topics.has(topicName))
            events.push({ at: change.at + lagMs, topicName, version: VERSION, body: () => toBody(list) });
      }
      return events;
    },
  };
}

/** The same snapshot is told on several topics: it is rendered once, when the first of them is delivered. */
function createRenderer(organisation: Organisation, change: Change): (list: string | undefined) => object {
  const bodies = new Map<string | undefined, object>();
  return (list) => {
    const known = bodies.get(list);
    if (known !== undefined) return known;
    const view = { organisation, conversation: change.conversation, at: change.at };
    const body = list === undefined ? toConversationBody(view) : toMediaBody(view, list);
    bodies.set(list, body);
    return body;
  };
}
