import type { AnalyticsConversation } from "../../model/wire.ts";
import type { Directory } from "../directory.ts";

/** Who and what recorded conversations mention, by the names that they have there. */
export function toRecordedDirectory(records: readonly AnalyticsConversation[], organisationId: string): Directory {
  const names = {
    divisions: new Map<string, string>(),
    users: new Map<string, string>(),
    queues: new Map<string, string>(),
    codes: new Set<string>(),
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
  };
}

interface Names {
  readonly divisions: Map<string, string>;
  readonly users: Map<string, string>;
  readonly queues: Map<string, string>;
  readonly codes: Set<string>;
}

function collect(record: AnalyticsConversation, names: Names): void {
  for (const id of record.divisionIds ?? []) names.divisions.set(id, "");
  for (const { purpose, userId, participantName = "", sessions = [] } of record.participants ?? []) {
    if (userId !== undefined) names.users.set(userId, names.users.get(userId) || participantName);
    for (const { queueId, wrapUpCode } of sessions.flatMap((session) => session.segments ?? [])) {
      // A queue's own participant carries its name.
      if (queueId !== undefined)
        names.queues.set(queueId, names.queues.get(queueId) || (purpose === "acd" ? participantName : ""));
      // Codes of the system's own have no entry in the real listing either.
      if (wrapUpCode !== undefined && !wrapUpCode.startsWith("ININ-")) names.codes.add(wrapUpCode);
    }
  }
}
