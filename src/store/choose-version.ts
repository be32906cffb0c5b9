import type { Source } from "../model/conversation-summary.ts";

/** What is known of a version without reading it. */
export interface Account {
  readonly source: Source;
  /** Epoch milliseconds. */
  readonly observedAt: number;
  readonly payloadHash: string;
}

/** How much a source is believed at the same instant; what is told live is converted, and lacks metrics. */
const RANK: Readonly<Record<Source, number>> = { live: 0, file: 1, store: 2, query: 3, job: 4 };

/**
 * Which of two accounts of a conversation stands: above 0 when `a` does. It depends on the accounts alone and is transitive, so that
 * whatever the order in which they arrive, and however often, the same one stands in the end. What analytics has told beats what events
 * told, however late: events are converted records without metrics, and are there for what analytics does not have yet.
 */
export function compareVersions(a: Account, b: Account): number {
  const byKind = Number(a.source !== "live") - Number(b.source !== "live");
  if (byKind !== 0) return byKind;
  if (a.observedAt !== b.observedAt) return a.observedAt - b.observedAt;
  if (RANK[a.source] !== RANK[b.source]) return RANK[a.source] - RANK[b.source];
  return a.payloadHash < b.payloadHash ? -1 : a.payloadHash > b.payloadHash ? 1 : 0;
}
