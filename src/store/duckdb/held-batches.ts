import type { Batch } from "../store.ts";
import type { Decision } from "./decide-batch.ts";
import { removeStaged, type Staged } from "./staging.ts";
import type { Seen } from "./write-rows.ts";

/** What a decided batch does beside its rows. */
export type Beside = Omit<Batch, "records" | "mayWait">;

/** Batches that have been decided and staged, and are committed together. Their records are on disk only. */
export class HeldBatches {
  /** Conversations that are added or replaced: what comes of them next cannot be decided before this is committed. */
  readonly ids = new Set<string>();
  readonly staged: Staged[] = [];
  readonly replacedIds: string[] = [];
  readonly replacedStarts: (number | null)[] = [];
  readonly confirmed: Seen[] = [];
  readonly beside: Beside[] = [];
  readonly since: number;
  rows = 0;

  constructor(since: number) {
    this.since = since;
  }

  /** `starts`: when the versions that are replaced say that they began. */
  add(
    decision: Pick<Decision, "added" | "replacing" | "confirmed">,
    starts: readonly (number | null)[],
    staged: Staged | null,
    beside: Beside,
  ): void {
    const { added, replacing, confirmed } = decision;
    for (const { row } of [...added, ...replacing]) this.ids.add(row.conversationId);
    this.replacedIds.push(...replacing.map(({ row }) => row.conversationId));
    this.replacedStarts.push(...starts);
    for (const { conversationId, source, observedAt, startedAt } of confirmed) {
      this.confirmed.push({ conversationId, source, observedAt, startedAt });
      this.ids.add(conversationId);
    }
    if (staged !== null) this.staged.push(staged);
    this.rows += added.length + replacing.length;
    this.beside.push(beside);
  }

  async discard(): Promise<void> {
    await Promise.all(this.staged.map(removeStaged));
  }
}
