import { type Organisation, type Queue, toServiceLevel } from "./world/organisation.ts";
import type { MediaType } from "./world/world-conversation.ts";

export interface DirectoryDivision {
  readonly id: string;
  readonly name: string;
  readonly home: boolean;
}

export interface DirectoryUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string | undefined;
  readonly divisionId: string;
  /** When the user was deleted, for those who were. */
  readonly leftAt: number | undefined;
}

export interface DirectoryQueue {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly divisionId: string;
  readonly memberCount: number;
  /** As the API names the media. */
  readonly mediaSettings: Readonly<
    Record<string, { serviceLevel: { percentage: number; durationMs: number }; alertingTimeoutSeconds: number }>
  >;
}

export interface DirectoryCode {
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
}

export interface DirectoryFlow extends DirectoryCode {
  /** As records spell it, e.g. INBOUNDCALL. */
  readonly type: string;
}

/** Who and what has a name. */
export interface Directory {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly divisions: readonly DirectoryDivision[];
  readonly users: readonly DirectoryUser[];
  readonly queues: readonly DirectoryQueue[];
  readonly wrapUpCodes: readonly DirectoryCode[];
  readonly skills: readonly Pick<DirectoryCode, "id" | "name">[];
  readonly languages: readonly Pick<DirectoryCode, "id" | "name">[];
  readonly flows: readonly DirectoryFlow[];
}

const SETTINGS: readonly (readonly [MediaType, string])[] = [
  ["voice", "call"],
  ["callback", "callback"],
  ["chat", "chat"],
  ["email", "email"],
  ["message", "message"],
];

export function toDirectory(organisation: Organisation): Directory {
  const { id, name, divisions, users, queues, wrapUpCodes, skills, languages, campaigns } = organisation;
  return {
    organisationId: id,
    organisationName: name,
    divisions,
    users,
    queues: queues.map((queue) =>
      toDirectoryQueue(queue, users.filter((user) => user.queues.includes(queue.index)).length),
    ),
    wrapUpCodes,
    skills,
    languages,
    flows: [...queues.flatMap(toFlows), ...campaigns.flatMap(({ mode, queue }) => toOutboundFlow(mode, queues[queue]))],
  };
}

/** What records name: a flow that brings conversations in, and one in which callers wait. */
function toFlows({ name, divisionId, flowId, inQueueFlowId, shares }: Queue): DirectoryFlow[] {
  const { voice, email } = shares;
  const type = voice !== undefined ? "INBOUNDCALL" : email !== undefined ? "INBOUNDEMAIL" : "INBOUNDSHORTMESSAGE";
  const inbound = { id: flowId, name: `${name} inbound`, divisionId, type };
  if (voice === undefined) return [inbound];
  return [inbound, { id: inQueueFlowId, name: `${name} in-queue`, divisionId, type: "INQUEUECALL" }];
}

function toOutboundFlow(mode: string, queue: Queue | undefined): DirectoryFlow[] {
  if (mode !== "agentless" || queue === undefined) return [];
  const { outboundFlowId, name, divisionId } = queue;
  return [{ id: outboundFlowId, name: `${name} outbound`, divisionId, type: "OUTBOUNDCALL" }];
}

function toDirectoryQueue(queue: Queue, memberCount: number): DirectoryQueue {
  const { id, name, description, divisionId, targets } = queue;
  const mediaSettings = Object.fromEntries(
    SETTINGS.filter(([media]) => targets[media] !== undefined).map(([media, setting]) => [
      setting,
      { alertingTimeoutSeconds: media === "voice" ? 8 : 30, serviceLevel: toServiceLevel(queue, media) },
    ]),
  );
  return { id, name, description, divisionId, memberCount, mediaSettings };
}
