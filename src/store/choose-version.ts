import type { Source } from "../model/conversation-summary.ts";

/** What is known of a version without reading it. */
export interface Account {
  readonly source: Source;
  /** Epoch milliseconds. */
  readonly observedAt: number;
  readonly payloadHash: string;
  /** It has its end. */
  readonly isOver: boolean;
}

/** How much a source is believed at the same instant; what is told live is converted, and lacks metrics. */
const RANK: Readonly<Record<Source, number>> = { live: 0, file: 1, store: 2, query: 3, job: 4 };

/**
 * Which of two accounts of a conversation stands: above 0 when `a` does. It depends on the accounts alone, so that whatever the order in
 * which they arrive, and however often, the same one stands in the end: the later one, but that nothing live is believed once analytics
 * has told the end. Events come late and twice, and what was told live lacks metrics.
 */
export function compareVersions(a: Account, b: Account): number {
  const byEnd = Number(knowsEnd(a) && b.source === "live") - Number(knowsEnd(b) && a.source === "live");
  if (byEnd !== 0) return byEnd;
  if (a.observedAt !== b.observedAt) return a.observedAt - b.observedAt;
  if (RANK[a.source] !== RANK[b.source]) return RANK[a.source] - RANK[b.source];
  return a.payloadHash < b.payloadHash ? -1 : a.payloadHash > b.payloadHash ? 1 : 0;
}

function knowsEnd({ source, isOver }: Account): boolean {
  return isOver && source !== "live";
}
