import { ApiRefusal } from "../rest/api-refusal.ts";
import { isObject, type JsonObject, parseJson } from "../rest/json-object.ts";
import { isNestedDeeperThan } from "../rest/nesting.ts";
import type { Channel } from "./channel.ts";
import { type Frame, PONG, toResultFrame } from "./frames.ts";
import { type Subscribing, subscribe } from "./subscribe.ts";

/** More than a ping or a list of topics ever has. */
const DEEPEST = 8;

/** What a client is answered that says something over its socket: to a ping a pong, to a request for topics its result. */
export function answerMessage(service: Subscribing, channel: Channel, text: string): Frame {
  const said = isNestedDeeperThan(DEEPEST, text) ? undefined : parseJson(text);
  if (!isObject(said)) return toResultFrame("400", "error", undefined);
  if (said["message"] === "ping") return PONG;
  if (said["message"] !== "subscribe") return toResultFrame("400", "error", said["correlationId"]);
  return answerSubscribe(service, channel, said);
}

function answerSubscribe(service: Subscribing, channel: Channel, { topics, correlationId }: JsonObject): Frame {
  if (!Array.isArray(topics) || !topics.every((topic) => typeof topic === "string"))
    return toResultFrame("400", "error", correlationId);
  try {
    subscribe(service, channel, { ids: topics, replaces: false, ignoresErrors: false });
    return toResultFrame("200", "subscribed", correlationId);
  } catch (error) {
    if (error instanceof ApiRefusal) return toResultFrame("400", "failure", correlationId);
    throw error;
  }
}
