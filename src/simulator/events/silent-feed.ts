import type { EventFeed } from "./event-feed.ts";

/** Of an organisation of which only records are known: it publishes nothing. */
export const SILENT_FEED: EventFeed = { knows: () => false, between: () => [], nextAt: () => undefined };
