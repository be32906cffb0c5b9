import { type Interval, toIso } from "../../base/interval.ts";
import type { Reading } from "./reading.ts";

interface Amount {
  /** Conversations that the API matches. */
  expected: number;
  /** Requests that reading them takes. */
  requests: number;
}

/** What a plan expects of one window, corrected while the window is read. */
export interface WindowEstimate extends Amount {
  /** As it was told last. */
  told: Readonly<Amount>;
}

/** A correction is worth a word when it is more than a tenth of what was told, and more than this many requests. */
const WORTH_SHARE = 0.1;
const WORTH_REQUESTS = 1;

export function openEstimate(expected: number, requests: number): WindowEstimate {
  return { expected, requests, told: { expected, requests } };
}

/** Corrects what a running plan expects by what a page says, or by what the window turned out to hold. */
export function correctEstimate(reading: Reading, estimate: WindowEstimate, { expected, requests }: Amount): void {
  reading.expected += expected - estimate.expected;
  reading.requests += requests - estimate.requests;
  Object.assign(estimate, { expected, requests });
}

/** Says that the plan has become another one than was told, where it has. */
export function tellRevision(reading: Reading, window: Interval, estimate: WindowEstimate): void {
  const { expected, requests, told } = estimate;
  const change = Math.abs(requests - told.requests);
  if (change <= WORTH_REQUESTS || change <= told.requests * WORTH_SHARE) return;
  const span = `${toIso(window.from).slice(0, 16)}Z to ${toIso(window.to).slice(0, 16)}Z`;
  reading.report.revised?.(
    `The plan was revised: ${span} takes about ${requests} requests, not ${told.requests} ` +
      `(${expected} conversations at the API, where ${told.expected} were expected).`,
  );
  estimate.told = { expected, requests };
}
