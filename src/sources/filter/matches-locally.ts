import { isSameAddress } from "../../model/address-forms.ts";
import type {
  AnalyticsConversation,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { AttributeCriterion, Criterion, DurationCriterion, ValueCriterion, ValueField } from "./criterion.ts";

/** Whether a record meets every criterion, by the meaning that the API gives to those it knows itself. */
export function matchesAll(record: AnalyticsConversation, criteria: readonly Criterion[]): boolean {
  return criteria.every((criterion) => matches(record, criterion));
}

function matches(record: AnalyticsConversation, criterion: Criterion): boolean {
  switch (criterion.kind) {
    case "value":
      return hasValue(record, criterion) !== criterion.not;
    case "attribute":
      return hasAttribute(record, criterion) !== criterion.not;
    case "duration":
      return lasted(record, criterion);
  }
}

function lasted(record: AnalyticsConversation, { minMs, maxMs }: DurationCriterion): boolean {
  const start = parseWireInstant(record.conversationStart);
  const end = parseWireInstant(record.conversationEnd);
  if (start === undefined || end === undefined) return false;
  return end - start >= (minMs ?? 0) && end - start <= (maxMs ?? Number.POSITIVE_INFINITY);
}

function hasAttribute(record: AnalyticsConversation, { name, value }: AttributeCriterion): boolean {
  return (record.participants ?? []).some(({ attributes }) => {
    const found = attributes?.[name];
    return found !== undefined && (value === null || found === value);
  });
}

interface Scope {
  participant: AnalyticsParticipant;
  session: AnalyticsSession;
  segment: AnalyticsSegment;
}

/** What a segment says of a field; a field of the conversation has no entry. */
const SEGMENT_VALUES: Readonly<
  Record<Exclude<ValueField, "direction" | "division">, (scope: Scope) => string | readonly string[] | undefined>
> = {
  user: ({ participant }) => participant.userId,
  queue: ({ segment }) => segment.queueId,
  skill: ({ segment }) => segment.requestedRoutingSkillIds,
  mediaType: ({ session }) => session.mediaType,
  wrapUpCode: ({ segment }) => segment.wrapUpCode,
  disconnectType: ({ segment }) => segment.disconnectType,
  ani: ({ session }) => session.ani,
  dnis: ({ session }) => session.dnis,
};

function hasValue(record: AnalyticsConversation, { field, values }: ValueCriterion): boolean {
  if (field === "direction") return values.includes(record.originatingDirection ?? "");
  if (field === "division") return (record.divisionIds ?? []).some((id) => values.includes(id));
  const read = SEGMENT_VALUES[field];
  const isWanted =
    field === "ani" || field === "dnis"
      ? (found: string) => values.some((value) => isSameAddress(value, found))
      : (found: string) => values.includes(found);
  for (const participant of record.participants ?? []) {
    for (const session of participant.sessions ?? []) {
      for (const segment of session.segments ?? []) {
        const found = read({ participant, session, segment });
        if (typeof found === "string" ? isWanted(found) : found?.some(isWanted) === true) return true;
      }
    }
  }
  return false;
}
