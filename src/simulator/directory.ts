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

/** Who and what has a name. */
export interface Directory {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly divisions: readonly DirectoryDivision[];
  readonly users: readonly DirectoryUser[];
  readonly queues: readonly DirectoryQueue[];
  readonly wrapUpCodes: readonly DirectoryCode[];
}

const SETTINGS: readonly (readonly [MediaType, string])[] = [
  ["voice", "call"],
  ["callback", "callback"],
  ["chat", "chat"],
  ["email", "email"],
  ["message", "message"],
];

export function toDirectory(organisation: Organisation): Directory {
  const { id, name, divisions, users, queues, wrapUpCodes } = organisation;
  return {
    organisationId: id,
    organisationName: name,
    divisions,
    users,
    queues: queues.map((queue) =>
      toDirectoryQueue(queue, users.filter((user) => user.queues.includes(queue.index)).length),
    ),
    wrapUpCodes,
  };
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
