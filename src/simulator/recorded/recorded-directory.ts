import type { AnalyticsConversation } from "../../model/wire.ts";
import type { Directory } from "../directory.ts";

/** Who and what recorded conversations mention, by the names that they have there. */
export function toRecordedDirectory(records: readonly AnalyticsConversation[], organisationId: string): Directory {
  const names = {
    divisions: new Map<string, string>(),
    users: new Map<string, string>(),
    queues: new Map<string, string>(),
    codes: new Set<string>(),
    skills: new Set<string>(),
    languages: new Set<string>(),
    flows: new Map<string, readonly [name: string, type: string]>(),
  };
  for (const record of records) collect(record, names);
  const divisions = [...names.divisions.keys()].map((id, index) => ({
    id,
    name: index === 0 ? "Home" : `Division ${id.slice(0, 8)}`,
    home: index === 0,
  }));
  const divisionId = divisions[0]?.id ?? "";
  return {
    organisationId,
    organisationName: "Recorded Organisation",
    divisions,
    users: [...names.users].map(([id, name]) => ({
      id,
      name: name === "" ? `User ${id.slice(0, 8)}` : name,
      email: `user.${id.slice(0, 8)}@example.invalid`,
      title: undefined,
      divisionId,
      leftAt: undefined,
    })),
    queues: [...names.queues].map(([id, name]) => ({
      id,
      name: name === "" ? `Queue ${id.slice(0, 8)}` : name,
      description: undefined,
      divisionId,
      memberCount: 0,
      mediaSettings: {},
    })),
    wrapUpCodes: [...names.codes].map((id) => ({ id, name: `Code ${id.slice(0, 8)}`, divisionId })),
    skills: [...names.skills].map((id) => ({ id, name: `Skill ${id.slice(0, 8)}` })),
    languages: [...names.languages].map((id) => ({ id, name: `Language ${id.slice(0, 8)}` })),
    flows: [...names.flows].map(([id, [name, type]]) => ({ id, name, divisionId, type })),
  };
}

interface Names {
  readonly divisions: Map<string, string>;
  readonly users: Map<string, string>;
  readonly queues: Map<string, string>;
  readonly codes: Set<string>;
  readonly skills: Set<string>;
  readonly languages: Set<string>;
  readonly flows: Map<string, readonly [name: string, type: string]>;
}

function collect(record: AnalyticsConversation, names: Names): void {
  for (const id of record.divisionIds ?? []) names.divisions.set(id, "");
  for (const { purpose, userId, participantName = "", sessions = [] } of record.participants ?? []) {
    if (userId !== undefined) names.users.set(userId, names.users.get(userId) || participantName);
    for (const { flow } of sessions) {
      if (flow?.flowId !== undefined)
        names.flows.set(flow.flowId, [flow.flowName ?? `Flow ${flow.flowId.slice(0, 8)}`, flow.flowType ?? "UNKNOWN"]);
    }
    for (const segment of sessions.flatMap((session) => session.segments ?? [])) {
      const { queueId, wrapUpCode } = segment;
      const { requestedRoutingSkillIds = [], requestedLanguageId } = segment;
      for (const id of requestedRoutingSkillIds) names.skills.add(id);
      if (requestedLanguageId !== undefined) names.languages.add(requestedLanguageId);
      // A queue's own participant carries its name.
      if (queueId !== undefined)
        names.queues.set(queueId, names.queues.get(queueId) || (purpose === "acd" ? participantName : ""));
      // Codes of the system's own have no entry in the real listing either.
      if (wrapUpCode !== undefined && !wrapUpCode.startsWith("ININ-")) names.codes.add(wrapUpCode);
    }
  }
}
