/** An event of a topic, as it came. The same one may come twice, and an older one after a newer. */
export interface TopicEvent {
  readonly kind: "event";
  readonly topicName: string;
  readonly eventBody: unknown;
  /** Epoch milliseconds of our clock. */
  readonly receivedAt: number;
}

/** Why events may have been missed. */
export type GapReason =
  /** The connection broke or was closed. */
  | "connection-lost"
  /** Nothing was heard on it any more, not even an answer. */
  | "silent"
  /** Another channel of the same client took the place of ours. */
  | "evicted"
  /** The channel came to the end of its life, or was not there any more. */
  | "expired"
  /** The token that made the channel is not valid any more. */
  | "token-revoked"
  /** The server closed the connection for maintenance before another could take over. */
  | "maintenance"
  /** More came than was taken. */
  | "backlog"
  /** Other topics were asked for, and some that stayed went over to another channel. */
  | "rearranged";

interface GapFacts {
  /** Epoch milliseconds of our clock. */
  readonly from: number;
  readonly topics: readonly string[];
  readonly reason: GapReason;
}

/** From now on events of these topics may be missed; the gap itself is told when it is over. */
export interface StreamGapOpened extends GapFacts {
  readonly kind: "gap-opened";
}

/** A time in which events of these topics may have been missed. Told when it is over: from then on everything arrives again. */
export interface StreamGap extends GapFacts {
  readonly kind: "gap";
  readonly to: number;
}

/** A topic that is not listened to. */
export interface RefusedTopic {
  readonly topic: string;
  /** In Genesys' words; `null` where it gave none. */
  readonly reason: string | null;
  readonly missingPermissions: readonly string[];
}

/** Topics that were refused. */
export interface TopicsRefused {
  readonly kind: "refused";
  readonly topics: readonly RefusedTopic[];
}

export type StreamMessage = TopicEvent | StreamGap | StreamGapOpened | TopicsRefused;
