import type { Api } from "../api/api.ts";
import { getConversationDetails } from "../api/endpoints/analytics-conversation-details.ts";
import { getConversation } from "../api/endpoints/conversations.ts";
import { AppError, isAppError } from "../base/app-error.ts";
import type { Clock } from "../base/effects.ts";
import { toDetailRecord } from "../model/live-to-detail.ts";
import type { DetailPage } from "./detail-page.ts";

/**
 * One conversation by id: from analytics, which keeps it for years; a conversation of the last seconds, which analytics
 * does not know yet, from the live API. Throws `CONVERSATION_UNKNOWN` (not-found).
 */
export async function readOne(
  api: Api,
  clock: Clock,
  conversationId: string,
  signal?: AbortSignal,
): Promise<DetailPage> {
  try {
    const record = await getConversationDetails(api, conversationId, signal);
    return { records: [record], source: "query", observedAt: clock.now() };
  } catch (error) {
    if (!isAppError(error) || error.kind !== "not-found") throw error;
  }
  try {
    return await readLiveOne(api, clock, conversationId, signal);
  } catch (error) {
    // Without the permission for live conversations, analytics is all that can be asked.
    const isUnknown = isAppError(error) && (error.kind === "not-found" || error.kind === "denied");
    throw isUnknown ? unknownConversation(conversationId, error) : error;
  }
}

/** One conversation from the live API, which knows it from its first moment until some time after its end. Throws not-found and denied. */
export async function readLiveOne(
  api: Api,
  clock: Clock,
  conversationId: string,
  signal?: AbortSignal,
): Promise<DetailPage> {
  const live = await getConversation(api, conversationId, signal);
  return { records: [toDetailRecord(live)], source: "live", observedAt: clock.now() };
}

function unknownConversation(conversationId: string, cause: AppError): AppError {
  return new AppError({
    kind: "not-found",
    code: "CONVERSATION_UNKNOWN",
    message: `There is no conversation ${JSON.stringify(conversationId)} that this client can see, neither in analytics nor live.`,
    hint:
      cause.kind === "denied"
        ? "Check the id. Live conversations could not be looked at: that takes conversation:communication:view."
        : "Check the id; `nowthen doctor` says which divisions the client sees.",
    details: { correlationId: cause.details["correlationId"] },
    cause,
  });
}
