import type { Api } from "../api/api.ts";
import { OBSERVATION_PERMISSIONS, queryQueueObservations } from "../api/endpoints/analytics-queue-observations.ts";
import { CONVERSATION_PERMISSIONS } from "../api/endpoints/conversations.ts";
import { listQueues } from "../api/endpoints/routing.ts";
import { isAppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import { openStream } from "../stream/open-stream.ts";

type Said = string | { message: string; hint: string };

const WITHOUT_EVENTS = "a watch sees everything by asking then, and so later";

/** Opens a channel and listens to the topic of one queue. Without events everything is seen by asking, so their absence is no failure. */
export async function examineNotifications(api: Api, effects: Effects, signal?: AbortSignal): Promise<Said> {
  const queueId = await findQueueId(api, signal);
  if (queueId === undefined) return { message: "not tried: no queue is to be seen", hint: "Grant routing:queue:view." };
  try {
    await using stream = await openStream(api, effects, [`v2.routing.queues.${queueId}.conversations`], {}, signal);
    const [refused] = stream.refused;
    if (refused === undefined) return "a channel was opened, connected to and listens";
    const missing = refused.missingPermissions.length > 0 ? refused.missingPermissions : CONVERSATION_PERMISSIONS;
    return {
      message: `a channel was opened, but the topic of a queue is refused; ${WITHOUT_EVENTS}`,
      hint: `Ask an administrator to grant the client's role ${missing.join(", ")}.`,
    };
  } catch (error) {
    if (!isAppError(error) || (error.kind !== "denied" && error.kind !== "network")) throw error;
    return { message: `${error.message} ${WITHOUT_EVENTS}`, hint: error.hint ?? "" };
  }
}

/** Needed for counts of now only, so its absence is no failure. */
export async function examineObservations(api: Api, signal?: AbortSignal): Promise<Said> {
  const queueId = await findQueueId(api, signal);
  if (queueId === undefined) return { message: "not tried: no queue is to be seen", hint: "Grant routing:queue:view." };
  const predicates = [{ type: "dimension", dimension: "queueId", operator: "matches", value: queueId }] as const;
  const query = { filter: { type: "or", predicates } as const, metrics: ["oWaiting"] };
  try {
    await queryQueueObservations(api, query, "observing one queue", signal);
    return "answers";
  } catch (error) {
    if (!isAppError(error) || error.kind !== "denied") throw error;
    return {
      message: `not permitted (${OBSERVATION_PERMISSIONS[0]}); only \`queues\` needs it`,
      hint: error.hint ?? "",
    };
  }
}

async function findQueueId(api: Api, signal?: AbortSignal): Promise<string | undefined> {
  try {
    for await (const { id } of listQueues(api, signal)) return id;
  } catch (error) {
    if (!isAppError(error) || error.kind !== "denied") throw error;
  }
  return undefined;
}
