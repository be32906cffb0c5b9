import { isDeepStrictEqual } from "node:util";
import type { ConversationSummary, Source } from "../model/conversation-summary.ts";
import type { AnalyticsConversation } from "../model/wire.ts";

/** How one version of a conversation differs from the one before it. */
export interface Change {
  readonly conversationId: string;
  /** The number of the new version. */
  readonly revision: number;
  readonly source: Source;
  /** When the new version was observed, epoch milliseconds. */
  readonly observedAt: number;
  /** What differs, in the words of the summary (`acwMs`) and of the record (`evaluations`). */
  readonly fields: readonly string[];
}

/** What a version is described by. */
export interface Described {
  readonly summary: ConversationSummary;
  readonly record: AnalyticsConversation;
}

/** Names of what differs: figures of the summary, and parts of the record that no figure is made from. */
export function listChanges(before: Described, after: Described): string[] {
  const { provenance: _, ...old } = before.summary;
  const { provenance: __, ...now } = after.summary;
  const figures = differing(old, now);
  const parts = differing({ ...before.record }, { ...after.record }).filter((part) => !PARTS_IN_FIGURES.has(part));
  return [...figures, ...parts, ...listDeepChanges(before.record, after.record, figures.length > 0)];
}

function listDeepChanges(before: AnalyticsConversation, after: AnalyticsConversation, isTold: boolean): string[] {
  if (isDeepStrictEqual(before.participants, after.participants)) return [];
  const attributes = isDeepStrictEqual(listAttributes(before), listAttributes(after)) ? [] : ["attributes"];
  // Something deep inside, such as a note or an address, of which no figure speaks.
  const isOther = !isTold && !isDeepStrictEqual(withoutAttributes(before), withoutAttributes(after));
  return isOther ? [...attributes, "participants"] : attributes;
}

function listAttributes({ participants }: AnalyticsConversation) {
  return participants?.map(({ attributes }) => attributes ?? {});
}

function withoutAttributes({ participants }: AnalyticsConversation) {
  return participants?.map(({ attributes: _, ...rest }) => rest);
}

/** Said already by figures of the summary. */
const PARTS_IN_FIGURES = new Set([
  "conversationId",
  "conversationStart",
  "conversationEnd",
  "originatingDirection",
  "divisionIds",
  "participants",
]);

function differing(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}
