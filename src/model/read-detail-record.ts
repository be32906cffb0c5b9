import { AppError } from "../base/app-error.ts";
import type { AnalyticsConversation } from "./wire.ts";

/**
 * A detail record whose skeleton can be walked: an object with a `conversationId`, whose participants, sessions,
 * segments and metrics are lists of objects where they are present at all. Everything below that is read leniently.
 *
 * Throws `RECORD_UNREADABLE` (input) naming the path that is in the way.
 */
export function readDetailRecord(value: unknown): AnalyticsConversation {
  if (!isObject(value)) throw unreadable(`it is ${describe(value)}, not an object`);
  const { conversationId } = value as { conversationId?: unknown };
  if (typeof conversationId !== "string" || conversationId === "") {
    throw unreadable(`conversationId is ${describe(conversationId)}`);
  }
  const record = value as unknown as AnalyticsConversation;
  const participants = checkList(record.participants, "participants", record.conversationId);
  for (const participant of participants) {
    for (const session of checkList(participant.sessions, "sessions", record.conversationId)) {
      checkList(session.segments, "segments", record.conversationId);
      checkList(session.metrics, "metrics", record.conversationId);
    }
  }
  return record;
}

const EMPTY: readonly never[] = [];

function checkList<T extends object>(list: readonly T[] | null | undefined, name: string, id: string): readonly T[] {
  if (list === undefined || list === null) return EMPTY;
  if (!Array.isArray(list)) throw unreadable(`${name} is ${describe(list)}, not a list`, id);
  for (const element of list) {
    if (!isObject(element)) throw unreadable(`${name} holds ${describe(element)} where an object belongs`, id);
  }
  return list;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value === "") return "empty";
  return `a ${typeof value}`;
}

function unreadable(reason: string, conversationId?: string): AppError {
  const subject = conversationId === undefined ? "The record" : `The record of conversation ${conversationId}`;
  return new AppError({
    kind: "input",
    code: "RECORD_UNREADABLE",
    message: `${subject} can't be read: ${reason}.`,
    hint: "A conversation detail record is what POST /api/v2/analytics/conversations/details/query returns.",
    details: { reason, conversationId },
  });
}
