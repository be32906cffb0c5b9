import type { AgentSummary } from "./conversation-summary.ts";
import { isText, segmentsOf, textOrNull, wrapUpCodesOf } from "./segments.ts";
import type { Reading } from "./session-tally.ts";

/** Agents and employees who handled the conversation, one entry a user however many participants and sessions. */
export function collectAgents(readings: readonly Reading[]): AgentSummary[] {
  const agents = new Map<unknown, AgentSummary>();
  for (const reading of readings) {
    const { participant } = reading;
    // Two participants without a user are two people, as far as anyone can tell.
    const key = textOrNull(participant.userId) ?? participant;
    let agent = agents.get(key);
    if (agent === undefined) {
      agent = createAgent(reading);
      agents.set(key, agent);
    }
    addReading(agent, reading);
  }
  return [...agents.values()];
}

function createAgent({ participant }: Reading): AgentSummary {
  return {
    userId: textOrNull(participant.userId),
    name: textOrNull(participant.participantName),
    purpose: textOrNull(participant.purpose) ?? "unknown",
    queueIds: [],
    sessions: 0,
    talkMs: 0,
    heldMs: 0,
    acwMs: 0,
    handleMs: 0,
    wrapUpCodes: [],
    answered: false,
  };
}

function addReading(agent: AgentSummary, { session, tally }: Reading): void {
  agent.sessions += 1;
  agent.talkMs += tally.talkMs;
  agent.heldMs += tally.heldMs;
  agent.acwMs += tally.acwMs;
  agent.handleMs = agent.handleMs === null || tally.handleMs === null ? null : agent.handleMs + tally.handleMs;
  agent.answered ||= tally.answered > 0;
  agent.wrapUpCodes.push(...wrapUpCodesOf(session));
  for (const { queueId } of segmentsOf(session)) {
    if (isText(queueId) && !agent.queueIds.includes(queueId)) agent.queueIds.push(queueId);
  }
}
