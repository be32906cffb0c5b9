import type { AnalyticsConversation, AnalyticsParticipant } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { DetailPage } from "../detail-page.ts";

/** Records of the data lake, in the order of their starts, brought up to date as they pass. */
export interface Updater {
  /** A page of the lake, with what has changed since in its place, and between what it stands between. */
  pass(records: readonly unknown[], observedAt: number): DetailPage[];
  /** What has changed and was not in the lake after the last page. */
  rest(): DetailPage[];
}

/** The lake is up to a day behind: what was open there has ended, and what did not match a filter may match now. */
export function createUpdater(changed: Map<string, AnalyticsConversation>, changedAt: number): Updater {
  const startOf = (record: AnalyticsConversation) =>
    parseWireInstant(record.conversationStart) ?? Number.POSITIVE_INFINITY;
  const waiting = [...changed.values()].sort((a, b) => startOf(a) - startOf(b));
  let next = 0;
  /** Changed ones that the lake lacks, as far as they began before an instant; those that it has are given in their place. */
  const takeUntil = (instant: number): AnalyticsConversation[] => {
    const taken: AnalyticsConversation[] = [];
    for (let one = waiting[next]; one !== undefined && startOf(one) < instant; one = waiting[++next]) {
      if (changed.delete(one.conversationId)) taken.push(one);
    }
    return taken;
  };
  return {
    pass(records, observedAt) {
      const rows: Row[] = [];
      for (const record of records) {
        const { conversationId, conversationStart } = (record ?? {}) as Partial<AnalyticsConversation>;
        const start = parseWireInstant(conversationStart);
        if (start !== undefined) rows.push(...takeUntil(start).map((one) => ({ record: one, isNew: true })));
        const newer = changed.get(conversationId ?? "");
        if (newer === undefined) rows.push({ record, isNew: false });
        else {
          changed.delete(newer.conversationId);
          rows.push({ record: withAttributes(newer, record as AnalyticsConversation), isNew: true });
        }
      }
      return toPages(rows, observedAt, changedAt);
    },
    rest: () =>
      toPages(
        takeUntil(Number.POSITIVE_INFINITY)
          .concat([...changed.values()])
          .map((record) => ({ record, isNew: true })),
        changedAt,
        changedAt,
      ),
  };
}

interface Row {
  readonly record: unknown;
  /** From the query, not from the lake. */
  readonly isNew: boolean;
}

/** Runs of the same origin: a page has one source. */
function toPages(rows: readonly Row[], observedAt: number, changedAt: number): DetailPage[] {
  const pages: DetailPage[] = [];
  let run: unknown[] = [];
  rows.forEach(({ record, isNew }, index) => {
    run.push(record);
    if (rows[index + 1]?.isNew === isNew) return;
    pages.push(
      isNew ? { records: run, source: "query", observedAt: changedAt } : { records: run, source: "job", observedAt },
    );
    run = [];
  });
  return pages;
}

/** Only the lake has participant attributes. */
function withAttributes(record: AnalyticsConversation, inLake: AnalyticsConversation): AnalyticsConversation {
  const attributes = new Map<string, AnalyticsParticipant["attributes"]>();
  for (const participant of listOf(inLake)) {
    if (participant?.participantId !== undefined && participant.attributes !== undefined)
      attributes.set(participant.participantId, participant.attributes);
  }
  if (attributes.size === 0) return record;
  const participants = listOf(record).map((participant) => {
    const known = attributes.get(participant?.participantId ?? "");
    return known === undefined ? participant : { ...participant, attributes: known };
  });
  return { ...record, participants };
}

/** Records are checked later; until then a list may be anything. */
function listOf({ participants }: AnalyticsConversation): readonly AnalyticsParticipant[] {
  return Array.isArray(participants) ? participants : [];
}
