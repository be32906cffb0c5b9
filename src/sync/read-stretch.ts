import { DAY_MS, type Interval, startOfUtcDay, toIso } from "../base/interval.ts";
import type { DetailPage } from "../sources/detail-page.ts";
import type { NewSlice } from "../store/slice.ts";
import type { Batch } from "../store/store.ts";
import { describeProgress } from "./describe-progress.ts";
import { openWriter, type Writer } from "./open-writer.ts";
import type { SyncRun } from "./sync-run.ts";

/** What is read whole, and why. */
export interface Stretch {
  readonly interval: Interval;
  readonly pass: NewSlice["pass"];
  readonly settleDay: number;
}

/** How a reading came out. */
export interface StretchOutcome {
  /** Ids of what was another version than the store had. */
  readonly changed: readonly string[];
  /** Ids that were read; those that the store has besides are gone at Genesys. */
  readonly ids: ReadonlySet<string>;
  readonly factsAsOf: number;
  readonly isComplete: boolean;
}

/** What is written together with the ledger's entry. */
export type Conclusion = Pick<Batch, "remove" | "settle">;

/**
 * Reads everything that began in a stretch, by jobs as far as the data lake reaches, and writes it; each day is entered in the ledger
 * in the same transaction as its last rows, as soon as everything of it has been given. What was killed goes on with the first day
 * that is not there.
 */
export async function readStretch(
  run: SyncRun,
  stretch: Stretch,
  conclude: (outcome: StretchOutcome) => Promise<Conclusion> = async () => ({}),
): Promise<StretchOutcome> {
  const { sources, clock, report, signal } = run;
  const { interval } = stretch;
  const asOf = clock.now();
  const planned = await sources.planHistory(
    { interval, criteria: [], reach: "began", attributes: "where-known", via: "job" },
    signal,
  );
  const reading = new DaysReading(run, stretch, asOf);
  const pages = sources.runHistory(
    planned,
    {
      progress: (read, expected) => run.progress(`${describe(stretch)}: ${describeProgress(read, expected)}`),
      waiting: (what) => run.progress(`${describe(stretch)}: ${what}`),
      incomplete: (reason) => reading.lack(reason),
    },
    signal,
  );
  if (planned.plan.reason !== null) reading.lack(planned.plan.reason);
  for await (const page of pages) await reading.take(page);
  const outcome = await reading.finish(conclude);
  if (!outcome.isComplete) report.reasons.push(...reading.reasons);
  return outcome;
}

class DaysReading {
  readonly reasons: string[] = [];
  readonly #stretch: Stretch;
  readonly #asOf: number;
  readonly #writer: Writer;
  #factsAsOf: number;
  readonly #sources = new Set<string>();
  readonly #ids = new Set<string>();
  /** Days before have been entered. */
  #entered: number;

  constructor(run: SyncRun, stretch: Stretch, asOf: number) {
    this.#stretch = stretch;
    this.#asOf = asOf;
    this.#factsAsOf = asOf;
    this.#writer = openWriter(run);
    this.#entered = stretch.interval.from;
  }

  lack(reason: string): void {
    this.reasons.push(reason);
  }

  async take(page: DetailPage): Promise<void> {
    if (page.records.length > 0) {
      this.#sources.add(page.source);
      this.#factsAsOf = Math.min(this.#factsAsOf, page.observedAt);
    }
    // Of whole organisations' months they would fill the memory, and only a pass that compares asks for them.
    for (const record of this.#stretch.pass === "settle" ? page.records : []) {
      const { conversationId } = (record ?? {}) as { conversationId?: unknown };
      if (typeof conversationId === "string") this.#ids.add(conversationId);
    }
    await this.#writer.add(page);
    const reached = startOfUtcDay(page.reached ?? 0);
    // Until all is known of changes, a pass that compares is entered as a whole.
    if (this.#stretch.pass === "backfill" && reached > this.#entered && this.reasons.length === 0)
      await this.#enter(Math.min(reached, this.#stretch.interval.to), { mayWait: true });
  }

  async finish(conclude: (outcome: StretchOutcome) => Promise<Conclusion>): Promise<StretchOutcome> {
    const isComplete = this.reasons.length === 0;
    if (this.#stretch.pass !== "backfill") {
      // How much has changed belongs into the ledger: all of it has to be written first.
      await this.#writer.flush();
      await this.#writer.settled();
    }
    const outcome = { changed: this.#writer.changed(), ids: this.#ids, factsAsOf: this.#factsAsOf, isComplete };
    await this.#enter(this.#stretch.interval.to, isComplete ? await conclude(outcome) : {});
    await this.#writer.settled();
    return outcome;
  }

  async #enter(until: number, conclusion: Conclusion & Pick<Batch, "mayWait"> = {}): Promise<void> {
    const days: Interval[] = [];
    for (let day = this.#entered; day < until; day = startOfUtcDay(day) + DAY_MS)
      days.push({ from: day, to: Math.min(startOfUtcDay(day) + DAY_MS, until) });
    this.#entered = Math.max(this.#entered, until);
    await this.#writer.flush({ ...conclusion, slices: days.map((interval) => this.#toSlice(interval)) });
  }

  #toSlice(interval: Interval): NewSlice {
    const { pass, settleDay } = this.#stretch;
    const [reason = null] = this.reasons;
    return {
      interval,
      pass,
      settleDay,
      source: [...this.#sources].sort().join(", ") || "query",
      filter: "",
      state: reason === null ? "done" : "partial",
      reason,
      asOf: this.#asOf,
      factsAsOf: this.#factsAsOf,
      changed: this.#writer.changed().length,
    };
  }
}

function describe({ interval, pass, settleDay }: Stretch): string {
  const first = toIso(interval.from).slice(0, 10);
  const last = toIso(interval.to - 1).slice(0, 10);
  const days = first === last ? first : `${first} to ${last}`;
  return pass === "settle" ? `${days} again, ${settleDay} days after` : days;
}
