import { DAY_MS, HOUR_MS } from "../base/interval.ts";
import type { SimulatorOptions } from "./simulator-options.ts";
import { mixWords, toShare } from "./world/mix.ts";

type LateOptions = Pick<
  SimulatorOptions,
  "lags" | "queryLag" | "wrapUpLag" | "aggregateLag" | "observationLag" | "nightlyRewrite"
>;

/** Which draw is meant: those of one conversation have nothing to do with each other. */
const SALTS = { query: 0x51, wrapUp: 0x57, aggregate: 0x41, rewrite: 0x52 } as const;
/** How many of a hundred conversations are incomplete until they are rewritten. */
const REWRITTEN_PERCENT = 2.5;
/** Data is touched when it is two days old, at the next hour at which that is done. */
const REWRITTEN_AFTER_MS = 48 * HOUR_MS;
const NIGHTLY_AT_MS = 2 * HOUR_MS;

/**
 * How late analytics learns of what happens: each conversation by its key (see `WorldConversation.key`), from a fifth of the
 * longest lag up to all of it, the same at any time, so that what was once told is never taken back.
 */
export class Lateness {
  readonly #query: number;
  readonly #wrapUp: number;
  readonly #aggregate: number;
  readonly #rewrites: boolean;
  /** How far observations are behind, in milliseconds; the same for all of them. */
  readonly observationLag: number;

  constructor({ lags, queryLag, wrapUpLag, aggregateLag, observationLag, nightlyRewrite }: LateOptions) {
    const isLate = lags === "api";
    this.#query = isLate ? queryLag : 0;
    this.#wrapUp = isLate ? wrapUpLag : 0;
    this.#aggregate = isLate ? aggregateLag : 0;
    this.observationLag = isLate ? observationLag : 0;
    this.#rewrites = isLate && nightlyRewrite === "on";
  }

  /** The longest that the query API needs to know all that happened at an instant. */
  get longestQueryLag(): number {
    return this.#query + this.#wrapUp;
  }

  queryLagOf(key: number): number {
    return toLag(this.#query, key, SALTS.query);
  }

  /** How much later than the rest a wrap-up code is known. */
  wrapUpLagOf(key: number): number {
    return toLag(this.#wrapUp, key, SALTS.wrapUp);
  }

  aggregateLagOf(key: number): number {
    return toLag(this.#aggregate, key, SALTS.aggregate);
  }

  /** Whether something of a conversation is only known when it is rewritten. */
  isRewritten(key: number): boolean {
    return this.#rewrites && toShare(mixWords(key, SALTS.rewrite)) * 100 < REWRITTEN_PERCENT;
  }
}

/** In which night data that ended at an instant is rewritten: when it is between 48 and 72 hours old. */
export function toRewrite(end: number): number {
  return Math.ceil((end + REWRITTEN_AFTER_MS - NIGHTLY_AT_MS) / DAY_MS) * DAY_MS + NIGHTLY_AT_MS;
}

function toLag(longest: number, key: number, salt: number): number {
  return longest === 0 ? 0 : Math.ceil(longest * (0.2 + 0.8 * toShare(mixWords(key, salt))));
}
