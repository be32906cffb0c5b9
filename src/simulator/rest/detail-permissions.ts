/** One of these opens everything that tells conversation details. */
export const DETAIL_PERMISSIONS: readonly string[] = [
  "analytics:conversationDetail:view",
  "analytics:agentConversationDetail:view",
];
