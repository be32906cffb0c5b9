import type { FaultOccurrence } from "./fault-occurrence.ts";

/** Which requests a fault is for; without both, every request. */
export interface FaultMatch {
  readonly method?: string;
  /** A part of the path, or a regular expression between slashes. */
  readonly path?: string;
}

/** What a fault does to a request. */
export type FaultAction =
  | {
      readonly status: number;
      /** Without one, the API's documented body for the status; an empty text: none at all. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** Seconds, as the header Retry-After. */
      readonly retryAfter?: number;
    }
  | { readonly delayMs: number }
  | { readonly resetConnection: true }
  | { readonly halfBody: true }
  | { readonly brokenJson: true }
  | { readonly expireToken: true }
  /** The job that the request submits ends FAILED. */
  | { readonly failJob: true }
  /** The job that the request submits stays PENDING until it expires. */
  | { readonly stallJob: true };

export interface Fault extends FaultOccurrence {
  readonly match?: FaultMatch;
  readonly do: FaultAction;
}

export interface FaultPlan {
  readonly faults: readonly Fault[];
}
