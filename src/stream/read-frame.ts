import type { GapReason } from "./stream-message.ts";

/** What one text message of a socket says. */
export type Frame =
  | { readonly kind: "event"; readonly topicName: string; readonly eventBody: unknown }
  /** A heartbeat, or anything else that only shows that somebody is there. */
  | { readonly kind: "alive" }
  | { readonly kind: "pong" }
  /** The server will close the connection soon. */
  | { readonly kind: "closing" }
  /** The channel is no more. */
  | { readonly kind: "gone"; readonly reason: GapReason };

const ALIVE: Frame = { kind: "alive" };

/** Words of the system about the channel itself, by the beginning of their topic; they come without being asked for. */
const SYSTEM_FRAMES: readonly (readonly [start: string, frame: Frame])[] = [
  ["v2.system.socket_closing", { kind: "closing" }],
  ["v2.system.token_revoked", { kind: "gone", reason: "token-revoked" }],
  ["v2.system.no_longer_subscribed", { kind: "gone", reason: "evicted" }],
];

/** Reads a text message; what can't be read, or is not known, shows at least that the connection lives. */
export function readFrame(text: string): Frame {
  const { topicName, eventBody, result } = parse(text);
  // An expired channel has been seen to say so within an open connection.
  if (result === "404" || result === 404) return { kind: "gone", reason: "expired" };
  if (typeof topicName !== "string") return ALIVE;
  if (topicName === "channel.metadata") return isPong(eventBody) ? { kind: "pong" } : ALIVE;
  if (!topicName.startsWith("v2.system")) return { kind: "event", topicName, eventBody };
  return SYSTEM_FRAMES.find(([start]) => topicName.startsWith(start))?.[1] ?? ALIVE;
}

function isPong(eventBody: unknown): boolean {
  return (eventBody as { message?: unknown } | null | undefined)?.message === "pong";
}

function parse(text: string): { topicName?: unknown; eventBody?: unknown; result?: unknown } {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {};
  }
}
