import type { Effects } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import type { Protection } from "../../model/privacy/create-protection.ts";
import type { Batch, WriteOutcome } from "../store.ts";
import { commitBatches } from "./commit-batches.ts";
import { type Database, ROW_GROUP_SIZE } from "./database.ts";
import { type Decision, decideBatch, type Prepared } from "./decide-batch.ts";
import { type Beside, HeldBatches } from "./held-batches.ts";
import { readDetails, readKnown } from "./known-versions.ts";
import { readForgotten, toIdHash } from "./remove-conversations.ts";
import { stageRows } from "./staging.ts";

export interface Writing {
  readonly database: Database;
  /** The same on another connection: for looking up what is known while something is being committed. */
  readonly lookup: Database;
  readonly stagingFolder: string;
  /** What may be kept of a record. */
  readonly protect: Protection;
  /** Megabytes that DuckDB may take, usually and at most. */
  readonly memory: { readonly usual: number; readonly most: number };
  readonly effects: Pick<Effects, "clock" | "uuid" | "log">;
}

// Where batches may wait, a row group of them is committed at once: DuckDB writes a full one into the file, and a smaller one into the log
// first, which costs as much again as all the rest.
/** Longer nothing waits, however little it is: it would be lost at once when the process is killed. */
const LONGEST_WAIT_MS = 5 * SECOND_MS;

const NOTHING = Promise.resolve(0);
const NOBODY: ReadonlySet<string> = new Set();

type Held = Pick<Decision, "added" | "replacing" | "confirmed">;

/** Writes batches one after the other; while one is being committed, the next is decided and put beside the store. */
export class BatchWriter {
  readonly #writing: Writing;
  #held: HeldBatches | null = null;
  #committing: Promise<number> = NOTHING;
  /** Conversations in what is being committed. */
  #underWay: ReadonlySet<string> = NOBODY;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** All of it, or nothing; not before what was written before. */
  async write(batch: Batch, prepared: Prepared): Promise<WriteOutcome> {
    const { lookup, protect } = this.#writing;
    const forgotten = await readForgotten(lookup);
    const rows =
      forgotten.size === 0
        ? prepared.rows
        : prepared.rows.filter(({ conversationId }) => !forgotten.has(toIdHash(conversationId)));
    const ids = rows.map(({ conversationId }) => conversationId);
    await this.#waitForOthersOf(ids);
    const known = await readKnown(lookup, ids);
    const startOf = (id: string) => known.get(id)?.startedAt ?? null;
    const differing = rows
      .filter(({ conversationId, payloadHash }) => {
        const before = known.get(conversationId);
        return before !== undefined && before.payloadHash !== payloadHash;
      })
      .map(({ conversationId }) => conversationId);
    const details = await readDetails(lookup, differing, differing.map(startOf));
    const decision = decideBatch(rows, known, details, protect);
    const { added, replacing, changes, unchanged, outdated } = decision;
    const { records: _, mayWait = false, ...beside } = batch;
    await this.#hold(
      decision,
      replacing.map(({ row }) => startOf(row.conversationId)),
      beside,
      mayWait,
    );
    const removed = await this.#commitWhenDue(mayWait && batch.remove === undefined);
    return {
      added: added.length,
      changed: replacing.length,
      unchanged,
      outdated,
      removed,
      unreadable: prepared.unreadable,
      changes,
    };
  }

  /** Everything that has been written is in the store. Throws what committing it throws. */
  async settled(): Promise<void> {
    await this.#commit();
    await this.#takeOutcome();
  }

  /** Nothing is being committed; what waits may go on waiting. */
  async idle(): Promise<void> {
    await this.#committing.catch(() => {});
  }

  /** Two accounts of one conversation are not decided at once. */
  async #waitForOthersOf(ids: readonly string[]): Promise<void> {
    const isHeld = ids.some((id) => this.#held?.ids.has(id) === true || this.#underWay.has(id));
    if (isHeld) await this.settled();
  }

  /** Puts what is decided beside the store, a full row group of it on its way into the store where it may wait. */
  async #hold(decision: Held, starts: readonly (number | null)[], beside: Beside, mayWait: boolean): Promise<void> {
    const { added, replacing, confirmed } = decision;
    this.#held ??= new HeldBatches(this.#writing.effects.clock.monotonic());
    const room = ROW_GROUP_SIZE - this.#held.rows;
    if (!mayWait || added.length <= room) {
      this.#held.add(decision, starts, await this.#stage([...added, ...replacing]), beside);
      return;
    }
    const first = { added: added.slice(0, room), replacing: [], confirmed: [] };
    this.#held.add(first, [], await this.#stage(first.added), {});
    await this.#start();
    await this.#hold({ added: added.slice(room), replacing, confirmed }, starts, beside, mayWait);
  }

  async #stage(rows: Parameters<typeof stageRows>[2]) {
    const { database, stagingFolder, effects } = this.#writing;
    try {
      const staged = rows.length === 0 ? null : await stageRows(stagingFolder, effects.uuid(), rows);
      effects.log({
        level: "debug",
        event: "store.staged",
        message: `store.staged: ${rows.length} conversations`,
      });
      return staged;
    } catch (error) {
      throw database.failed(error, `Writing ${rows.length} conversations beside the store`);
    }
  }

  async #commitWhenDue(mayWait: boolean): Promise<number> {
    if (!mayWait) return this.#commit();
    const { rows, since } = this.#held ?? { rows: 0, since: 0 };
    const isDue = rows >= ROW_GROUP_SIZE || this.#writing.effects.clock.monotonic() - since >= LONGEST_WAIT_MS;
    if (isDue) await this.#start();
    return 0;
  }

  /** Commits what is held; says how many conversations were removed. */
  async #commit(): Promise<number> {
    await this.#start();
    return this.#takeOutcome();
  }

  /** Begins to commit what is held, once the commit before it has gone well; resolves when it has begun. */
  async #start(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    try {
      await this.#takeOutcome();
    } catch (error) {
      await held?.discard();
      throw error;
    }
    if (held === null) return;
    this.#underWay = held.ids;
    this.#committing = commitBatches(this.#writing, held);
    // Its failure is thrown by whoever waits for it next.
    this.#committing.catch(() => {});
  }

  /** Of the commit that is under way; a failure is thrown once. */
  async #takeOutcome(): Promise<number> {
    try {
      return await this.#committing;
    } finally {
      this.#committing = NOTHING;
      this.#underWay = NOBODY;
    }
  }
}
