import { queryConversationActivity } from "../now/conversation-activity.ts";
import { countAgents, getAgentStatus, queryAgents } from "../now/query-agents.ts";
import { queryQueueObservations } from "../now/queue-observations.ts";
import { queryUserObservations } from "../now/user-observations.ts";
import type { Endpoint } from "./service.ts";

const QUEUE_PERMISSIONS = ["analytics:queueObservation:view"];
const AGENT_PERMISSIONS = ["analytics:agentState:view"];

/** What is going on now. */
export const OBSERVATION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "POST",
    path: "/api/v2/analytics/queues/observations/query",
    permissions: QUEUE_PERMISSIONS,
    handle: queryQueueObservations,
  },
  {
    method: "POST",
    path: "/api/v2/analytics/users/observations/query",
    permissions: ["analytics:userObservation:view"],
    handle: queryUserObservations,
  },
  {
    method: "POST",
    path: "/api/v2/analytics/conversations/activity/query",
    permissions: QUEUE_PERMISSIONS,
    handle: queryConversationActivity,
  },
  {
    method: "GET",
    path: "/api/v2/analytics/agents/:id/status",
    permissions: AGENT_PERMISSIONS,
    handle: getAgentStatus,
  },
  {
    method: "POST",
    path: "/api/v2/analytics/agents/status/query",
    permissions: AGENT_PERMISSIONS,
    handle: queryAgents,
  },
  {
    method: "POST",
    path: "/api/v2/analytics/agents/status/counts",
    permissions: AGENT_PERMISSIONS,
    handle: countAgents,
  },
];
