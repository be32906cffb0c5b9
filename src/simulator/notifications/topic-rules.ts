/** What a client needs in order to subscribe to a topic. */
export interface TopicRule {
  /** All of them. */
  readonly permissions: readonly string[];
  /** Whose division they are needed in: that of the first id of the topic. */
  readonly divisionOf?: "queue" | "user" | "conversation";
  /** Only the user himself may listen, or he may without the permissions. */
  readonly currentUser?: "only" | "also";
}

const OPEN: TopicRule = { permissions: [] };
const DETAIL = "analytics:conversationDetail:view";
const AGGREGATE = "analytics:conversationAggregate:view";

/**
 * By the beginning of the topic's template; the first that fits. Statistics of queues and users as Genesys published them in 2020;
 * the rest is inferred from the endpoints that show the same.
 */
const RULES: readonly (readonly [start: RegExp, rule: TopicRule])[] = [
  [/^v2\.analytics\.queues\./, { permissions: ["analytics:queueObservation:view", AGGREGATE], divisionOf: "queue" }],
  [/^v2\.analytics\.users\.\{id\}/, { permissions: ["analytics:userAggregate:view", AGGREGATE], divisionOf: "user" }],
  [/^v2\.analytics\.users\./, { permissions: ["analytics:userDetail:view"] }],
  [/^v2\.analytics\.conversations\./, { permissions: [DETAIL] }],
  [/^v2\.(analytics|detail\.events)\.conversation\./, { permissions: [DETAIL], divisionOf: "conversation" }],
  [/^v2\.detail\.events\.agent\./, { permissions: ["analytics:agentState:view"], divisionOf: "user" }],
  [/^v2\.routing\.queues\.\{id\}\.users/, { permissions: ["routing:queue:view"], divisionOf: "queue" }],
  [/^v2\.routing\.queues\./, { permissions: ["conversation:communication:view"], divisionOf: "queue" }],
  [
    /^v2\.users\.\{id\}\.conversation/,
    { permissions: ["conversation:communication:view"], divisionOf: "user", currentUser: "also" },
  ],
  [/^v2\.users\.\{id\}\.(activity|geolocation|integrationpresence|outofoffice|presence|routingStatus|station)$/, OPEN],
  [/^v2\.users\./, { permissions: [], currentUser: "only" }],
];

export function ruleOf(template: string): TopicRule {
  return RULES.find(([start]) => start.test(template))?.[1] ?? OPEN;
}
