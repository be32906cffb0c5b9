import type { LiveConversation } from "../../model/live-wire.ts";
import type { Api } from "../api.ts";

export const CONVERSATION_PERMISSIONS = ["conversation:communication:view"] as const;

/** `GET /conversations/{id}`: the live form; readable for a while after the end. Throws not-found. */
export async function getConversation(
  api: Api,
  conversationId: string,
  signal?: AbortSignal,
): Promise<LiveConversation> {
  const reply = await api.request({
    method: "GET",
    path: `/api/v2/conversations/${encodeURIComponent(conversationId)}`,
    doing: `reading conversation ${conversationId}`,
    permissions: CONVERSATION_PERMISSIONS,
    signal,
  });
  return reply as LiveConversation;
}
