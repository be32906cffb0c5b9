import type { NotificationEvent } from "../events/notification-event.ts";

/** The text of one frame, made when it is sent. */
export type Frame = () => string;

export const METADATA_TOPIC = "channel.metadata";
export const HEARTBEAT: Frame = () => toMetadata("WebSocket Heartbeat");
export const PONG: Frame = () => toMetadata("pong");

function toMetadata(message: string): string {
  return JSON.stringify({ topicName: METADATA_TOPIC, eventBody: { message } });
}

/** The envelope of every event. There is no id of the event in it, and no number. */
export function toEventFrame(event: NotificationEvent, correlationId: string): Frame {
  return () =>
    JSON.stringify({
      topicName: event.topicName,
      version: event.version,
      eventBody: event.body(),
      metadata: { CorrelationId: correlationId },
    });
}

/** What the system tells a channel about itself; every channel hears it without asking. */
export interface SystemMessage {
  readonly type: "socket_closing" | "token_revoked" | "no_longer_subscribed";
  readonly channelId: string;
  readonly organizationId: string;
  readonly oauthClientId: string;
  readonly correlationId: string;
  readonly message: string;
  readonly reason?: string;
}

export function toSystemFrame({ type, ...rest }: SystemMessage): Frame {
  const topicName = `v2.system.${type}${type === "socket_closing" ? "" : `.${rest.channelId}`}`;
  const eventBody = { systemTopicType: type, ...rest };
  return () => JSON.stringify({ topicName, version: "2", eventBody, metadata: { CorrelationId: rest.correlationId } });
}

/** The answer to a request that came over the socket. */
export function toResultFrame(result: "200" | "400", status: string, correlationId: unknown): Frame {
  return () => JSON.stringify({ result, status, ...(typeof correlationId === "string" ? { correlationId } : {}) });
}
