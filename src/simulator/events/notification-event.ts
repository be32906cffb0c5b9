/** Something that the organisation tells its subscribers. */
export interface NotificationEvent {
  /** Epoch milliseconds: when it is published. */
  readonly at: number;
  /** The single topic, never a combined one: `v2.users.<id>.conversations`. */
  readonly topicName: string;
  /** `version` of the envelope. */
  readonly version: string;
  /** Rendered when it is delivered, so that nobody pays for what nobody hears. */
  body(): object;
}
