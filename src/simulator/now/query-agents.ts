import { compileFilters, type Test } from "../filters/compile-filters.ts";
import { readChoice } from "../filters/read-choice.ts";
import { badRequest, invalidValue, notFound } from "../rest/api-refusal.ts";
import { readJson } from "../rest/json-body.ts";
import type { JsonObject } from "../rest/json-object.ts";
import { type ApiRequest, ok, type Reply, type Service } from "../rest/service.ts";
import { type AgentSession, type AgentStatus, toAgentStatus } from "./agent-status.ts";
import { type Present, requirePresent } from "./present.ts";

/** The documented top. */
const MOST_AGENTS = 50;
const USER_DIMENSIONS = ["activeQueueId", "assignedSkillId", "assignedLanguageId", "divisionId", "userId", "managerId"];
const SESSION_DIMENSIONS =
  "mediaType originatingDirection requestedLanguageId requestedRoutingSkillId routedQueueId segmentType".split(" ");
const USER_ORDERS = ["userName", "segmentStart", "sessionStart"] as const;
const DIRECTIONS = ["asc", "desc"] as const;

/** `GET /api/v2/analytics/agents/{userId}/status` */
export function getAgentStatus(service: Service, { params }: ApiRequest): Reply {
  const present = requirePresent(service);
  const state = present.agents.get(params["id"] ?? "");
  if (state === undefined || !service.grant.covers([state.user.divisionId])) throw notFound();
  return ok(toAgentStatus(present, state, service.grant));
}

/** `POST /api/v2/analytics/agents/status/query`: the first fifty of those who match. */
export async function queryAgents(service: Service, request: ApiRequest): Promise<Reply> {
  const body = await readJson(service, request);
  const orderBy = readChoice(body["userOrderBy"], USER_ORDERS, "AgentStateUserOrderBy") ?? "userName";
  const descending = readChoice(body["userOrder"], DIRECTIONS, "AgentStateUserOrder") === "desc";
  const sessionOrderBy =
    readChoice(body["sessionOrderBy"], ["segmentStart", "sessionStart"] as const, "AgentStateSessionOrderBy") ??
    "segmentStart";
  const sessionsDescending = readChoice(body["sessionOrder"], DIRECTIONS, "AgentStateSessionOrder") !== "asc";
  const sign = (is: boolean) => (is ? -1 : 1);
  const key = ({ userId, userName = userId, sessions: [first] }: AgentStatus) =>
    orderBy === "userName" ? userName : (first?.[orderBy] ?? "");
  const found = findAgents(service, body).map((agent) => ({
    ...agent,
    sessions: agent.sessions.toSorted(
      (a, b) => sign(sessionsDescending) * a[sessionOrderBy].localeCompare(b[sessionOrderBy]),
    ),
  }));
  found.sort((a, b) => sign(descending) * key(a).localeCompare(key(b), "en"));
  return ok({ entities: found.slice(0, MOST_AGENTS) });
}

/** `POST /api/v2/analytics/agents/status/counts` */
export async function countAgents(service: Service, request: ApiRequest): Promise<Reply> {
  const found = findAgents(service, await readJson(service, request));
  const segmentTypes = found.flatMap(({ sessions }) => sessions.map(({ segmentType }) => ({ segmentType })));
  return ok({
    segmentCounts: countSame(segmentTypes),
    presenceCounts: countSame(
      found.map(({ systemPresence, organizationPresenceId }) => ({ systemPresence, organizationPresenceId })),
    ),
    routingStatusCounts: countSame(found.map(({ routingStatus }) => ({ routingStatus }))),
    isOutOfOfficeCounts: countSame(found.map(({ isOutOfOffice }) => ({ isOutOfOffice }))),
  });
}

function countSame(rows: readonly object[]): object[] {
  const counts = new Map<string, { row: object; count: number }>();
  for (const row of rows) {
    const known = counts.get(JSON.stringify(row));
    if (known === undefined) counts.set(JSON.stringify(row), { row, count: 1 });
    else known.count++;
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row, count }]) => ({ ...row, count }));
}

/** Who matches, with those of his sessions that do; a filter of sessions leaves out who has none. */
function findAgents(service: Service, body: JsonObject): AgentStatus[] {
  const present = requirePresent(service);
  const isWanted = readPredicates<AgentStatus>(body["userFilter"], USER_DIMENSIONS, (name, agent) =>
    readUser(present, name, agent),
  );
  const isCounted = readPredicates<AgentSession>(body["sessionFilter"], SESSION_DIMENSIONS, readSession);
  const agents = [...present.agents.values()].flatMap((state) =>
    service.grant.covers([state.user.divisionId]) ? [toAgentStatus(present, state, service.grant)] : [],
  );
  return agents.flatMap((agent) => {
    if (isWanted !== undefined && !isWanted(agent, present.at)) return [];
    if (isCounted === undefined) return [agent];
    const sessions = agent.sessions.filter((session) => isCounted(session, present.at));
    return sessions.length === 0 ? [] : [{ ...agent, sessions, sessionCount: sessions.length }];
  });
}

/** These predicates have a dimension and a value, and nothing else. */
function readPredicates<Subject>(
  filter: unknown,
  dimensions: readonly string[],
  read: (name: string, subject: Subject) => readonly string[],
): Test<Subject> | undefined {
  if (filter === undefined || filter === null) return undefined;
  const [test] = compileFilters<Subject>([filter], ({ dimension, value }) => {
    if (typeof dimension !== "string" || !dimensions.includes(dimension))
      throw invalidValue(dimension, "AgentStateQueryPredicateDimension", dimensions);
    if (typeof value !== "string") throw badRequest("A predicate needs a value.");
    return (subject) => read(dimension, subject).includes(value);
  });
  return test;
}

function readUser({ agents, organisation }: Present, name: string, { userId, divisionId }: AgentStatus): string[] {
  if (name === "userId") return [userId];
  if (name === "divisionId") return [divisionId];
  if (name !== "activeQueueId") return [];
  return (agents.get(userId)?.user.queues ?? []).flatMap((queue) => organisation.queues[queue]?.id ?? []);
}

function readSession(name: string, session: AgentSession): readonly string[] {
  if (name === "requestedRoutingSkillId") return session.requestedRoutingSkillIds ?? [];
  const value = session[name as "mediaType" | "originatingDirection" | "routedQueueId" | "segmentType"];
  return value === undefined ? [] : [value];
}
