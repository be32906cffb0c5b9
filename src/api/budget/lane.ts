import { cancelled } from "../../base/app-error.ts";
import type { Clock } from "../../base/effects.ts";
import type { Turn } from "./budget.ts";
import { ROUNDING_MS, type Wait } from "./ledger.ts";

/** A limit asks for more patience than was granted. Not an AppError: only the exchange knows what was being done. */
export class PauseTooLong extends Error {
  override readonly name = "PauseTooLong";
  readonly pauseMs: number;

  constructor(pauseMs: number) {
    super(`a pause of ${pauseMs} ms`);
    this.pauseMs = pauseMs;
  }
}

export interface AdmissionRequest {
  readonly turn: Turn;
  /** As a gerund, for messages. */
  readonly doing: string;
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LaneOptions {
  readonly clock: Clock;
  /** Takes one request from the budget, or says what stands against it. */
  readonly take: () => Wait | undefined;
  readonly hasSlot: () => boolean;
  readonly occupySlot: () => void;
  /** A wait for the budget begins. */
  readonly onWait: (wait: Wait, ms: number) => void;
  /** A request goes that had to wait for the budget. */
  readonly onAdmitted: (request: AdmissionRequest, waitedMs: number) => void;
}

interface Waiter {
  readonly request: AdmissionRequest;
  readonly since: number;
  /** How often the queue had waited for the budget when it came. */
  readonly waits: number;
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}

/** Requests of one urgency. Only the first of them looks at the budget, so that they don't race each other. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #waiting: Waiter[] = [];
  #pumping = false;
  #closed = false;
  #waits = 0;
  /** Ends the wait for a slot. */
  #slotFreed: (() => void) | undefined;
  /** Ends the wait for the budget. */
  #sleep: AbortController | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  waitsForSlot(): boolean {
    return this.#slotFreed !== undefined;
  }

  slotFreed(): void {
    this.#slotFreed?.();
  }

  async enter(request: AdmissionRequest): Promise<void> {
    const { signal, doing } = request;
    if (this.#closed || signal?.aborted === true) throw cancelled(doing);
    if (this.#waiting.length === 0 && this.#options.hasSlot() && this.#options.take() === undefined) {
      return this.#options.occupySlot();
    }
    await this.#queue(request);
  }

  close(): void {
    this.#closed = true;
    for (const { request, refuse } of this.#waiting.splice(0)) refuse(cancelled(request.doing));
    this.#wake();
  }

  async #queue(request: AdmissionRequest): Promise<void> {
    let stop = () => {};
    try {
      // A wait that is under way is one for those who come meanwhile.
      const waits = this.#waits - (this.#sleep === undefined ? 0 : 1);
      await new Promise<void>((admit, refuse) => {
        const waiter: Waiter = { request, since: this.#options.clock.monotonic(), waits, admit, refuse };
        stop = () => {
          this.#remove(waiter);
          refuse(cancelled(request.doing));
        };
        request.signal?.addEventListener("abort", stop, { once: true });
        this.#waiting.push(waiter);
        if (!this.#pumping) void this.#pump();
      });
    } finally {
      request.signal?.removeEventListener("abort", stop);
    }
  }

  #remove(waiter: Waiter): void {
    const index = this.#waiting.indexOf(waiter);
    if (index === -1) return;
    this.#waiting.splice(index, 1);
    // What the first waits for is its own affair: the next may have less patience.
    if (index === 0) this.#wake();
  }

  #wake(): void {
    this.#slotFreed?.();
    this.#sleep?.abort();
  }

  /** Sees to the first of the queue until there is none. Never rejects. */
  async #pump(): Promise<void> {
    this.#pumping = true;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      try {
        await this.#see(first);
      } catch (error) {
        this.#remove(first);
        first.refuse(error);
      }
    }
    this.#pumping = false;
  }

  async #see(first: Waiter): Promise<void> {
    if (!this.#options.hasSlot()) return this.#waitForSlot();
    const wait = this.#options.take();
    if (wait === undefined) return this.#admitFirst();
    const ms = Math.max(1, Math.ceil(wait.until - this.#options.clock.now()));
    // What is added for the header's rounding is no pause that the API asks for.
    if (ms > first.request.maxWaitMs + ROUNDING_MS) throw new PauseTooLong(ms);
    this.#options.onWait(wait, ms);
    await this.#waitForBudget(ms);
  }

  #admitFirst(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    this.#options.occupySlot();
    const waitedMs = this.#options.clock.monotonic() - first.since;
    if (this.#waits > first.waits) this.#options.onAdmitted(first.request, waitedMs);
    first.admit();
  }

  async #waitForSlot(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#slotFreed = resolve;
    });
    this.#slotFreed = undefined;
  }

  async #waitForBudget(ms: number): Promise<void> {
    this.#waits += 1;
    const sleep = new AbortController();
    this.#sleep = sleep;
    try {
      await this.#options.clock.sleep(ms, sleep.signal);
    } catch (error) {
      if (!sleep.signal.aborted) throw error;
    } finally {
      this.#sleep = undefined;
    }
  }
}
