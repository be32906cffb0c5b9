import type { FaultOccurrence } from "./fault-occurrence.ts";

/** Which requests a fault is for, or which events; without anything, all of them. */
export interface FaultMatch {
  readonly method?: string;
  /** A part of the path, or a regular expression between slashes. */
  readonly path?: string;
  /** Of events: a part of the topic, or a regular expression between slashes. */
  readonly topic?: string;
}

export interface PartialResults {
  readonly partialResults: number;
  /** Decides which they are; filled in from the fault's own seed when it happens. */
  readonly seed?: number;
}

/** What a fault does to a request. */
export type RequestFaultAction =
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
  /** An administrator disables the client for so long: its tokens are revoked for good, and it gets none meanwhile. */
  | { readonly disableClientMs: number }
  /** Of a list of conversations this share is missing, above 0 and at most 1: of a page, or for good of a job that is submitted. */
  | PartialResults
  /** The job that the request submits ends FAILED. */
  | { readonly failJob: true }
  /** The job that the request submits stays PENDING until it expires. */
  | { readonly stallJob: true };

/** What a fault does to an event on its way to the sockets of a channel. */
export type EventFaultAction =
  | { readonly dropEvent: true }
  | { readonly duplicateEvent: true }
  /** It arrives so much later; what follows overtakes it. */
  | { readonly delayEventMs: number }
  /** It arrives after the next one of the channel. */
  | { readonly reorderEvent: true }
  /** The event is lost, and the sockets of the channel are closed. */
  | { readonly closeSocket: true }
  /** The event is lost, and the channel with it. */
  | { readonly evictChannel: true }
  /** The sockets of the channel are told that they will be closed for maintenance, and are. */
  | { readonly announceClosing: true };

export type FaultAction = RequestFaultAction | EventFaultAction;

export interface Fault extends FaultOccurrence {
  readonly match?: FaultMatch;
  readonly do: FaultAction;
}

export interface FaultPlan {
  readonly faults: readonly Fault[];
}
