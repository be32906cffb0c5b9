import { toUuid } from "../world/ids.ts";
import type { Organisation } from "../world/organisation.ts";
import type { NotificationEvent } from "./notification-event.ts";
import { type Publisher, VERSION } from "./publisher.ts";

/** `v2.routing.queues.{id}.users`: who was deleted has left his queues; nobody else leaves or joins one. */
export function createQueueMembers({ users, queues }: Organisation, lagMs: number): Publisher {
  const names = new Set(queues.map(({ id }) => `v2.routing.queues.${id}.users`));
  const all = users
    .flatMap((user): NotificationEvent[] => {
      const { id, leftAt } = user;
      if (leftAt === undefined) return [];
      return user.queues.flatMap((index) => {
        const queueId = queues[index]?.id;
        if (queueId === undefined) return [];
        const body = () => ({ id: toUuid(user.index, index, 0x9e), user: { id }, queueId, joined: false });
        return [{ at: leftAt + lagMs, topicName: `v2.routing.queues.${queueId}.users`, version: VERSION, body }];
      });
    })
    .sort((a, b) => a.at - b.at);
  const between = (from: number, to: number, topics: ReadonlySet<string>) =>
    all.filter(({ at, topicName }) => at > from && at <= to && topics.has(topicName));
  return {
    knows: (topicName) => names.has(topicName),
    between,
  };
}
