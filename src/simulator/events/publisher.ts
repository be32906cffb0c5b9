import type { NotificationEvent } from "./notification-event.ts";

/** One kind of thing that the organisation tells; all answer as `EventFeed` does, for their own topics alone. */
export interface Publisher {
  knows(topicName: string): boolean;
  /** In the order of `at`, over no more than half an hour. */
  between(from: number, to: number, topics: ReadonlySet<string>): readonly NotificationEvent[];
}

/** `version` of every envelope seen. */
export const VERSION = "2";
