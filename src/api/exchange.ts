import type { Clock, Log } from "../base/effects.ts";
import { type Purpose, toApiError, toBrokenJsonError, toLimitError, toTransportError } from "./api-error.ts";
import type { Turn } from "./budget/budget.ts";
import type { Ending, Governor } from "./budget/governor.ts";
import { PauseTooLong } from "./budget/lane.ts";
import { readResetMs } from "./budget/rate-headers.ts";
import { decideRetry, type Failure, parseRetryAfter, type RetryPolicy } from "./retry.ts";
import { type Transport, TransportFailure, type WireReply, type WireRequest } from "./transport.ts";

export interface ExchangeOptions {
  transport: Transport;
  clock: Clock;
  random: () => number;
  log: Log;
  governor: Governor;
  policy: RetryPolicy;
}

export interface ExchangeRequest {
  wire: WireRequest;
  purpose: Purpose;
  /** Its place in the budget. */
  turn: Turn;
  /** Whether a good answer is what it should be; one that is not counts as broken, and is asked for again. */
  expects?: ((json: unknown) => boolean) | undefined;
  /** Repeating it changes nothing: reads, and POSTs that create nothing. */
  repeatable: boolean;
  signal?: AbortSignal | undefined;
}

export interface ExchangeReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Parsed; `undefined` for an empty body. */
  json: unknown;
}

/** One request to its good end, or an AppError. Statuses in `final` are handed back instead of thrown or retried. */
export type Exchange = (request: ExchangeRequest, final?: (reply: WireReply) => boolean) => Promise<ExchangeReply>;

type Outcome =
  | { done: ExchangeReply }
  | { failure: Failure; toError: (attempts: number) => Error; correlationId?: string | undefined };

/** Sends when the governor lets it, retries by the policy: the only place where anything is tried again. */
export function createExchange(options: ExchangeOptions): Exchange & { readonly requestsSent: () => number } {
  const { clock, random, log, governor, policy } = options;
  let sent = 0;

  const exchange: Exchange = async (request, final = () => false) => {
    for (let attempt = 1; ; attempt++) {
      const end = await admit(options, request);
      sent += 1;
      const outcome = await attemptOnce(options, request, final, end);
      if ("done" in outcome) return outcome.done;
      const decision = decideRetry(attempt, outcome.failure, request.repeatable, policy, random);
      if (!decision.retry) {
        if (decision.why === "pause-too-long") {
          // The others need not ask to hear the same.
          if (outcome.failure.status === 429) governor.pause(decision.delayMs ?? 0);
          throw toLimitError(request.purpose, decision.delayMs ?? 0, policy.maxWaitMs, outcome.correlationId);
        }
        throw outcome.toError(attempt);
      }
      log({
        level: "warn",
        event: "retry",
        message: `${request.purpose.doing}: ${describeFailure(outcome.failure)}, trying again in ${(decision.delayMs / 1000).toFixed(1)} s`,
      });
      if (outcome.failure.status === 429) governor.pause(decision.delayMs);
      else await clock.sleep(decision.delayMs, request.signal);
    }
  };
  return Object.assign(exchange, { requestsSent: () => sent });
}

/** Waits for the governor; a pause longer than what is granted is given up at once. */
async function admit({ governor, policy: { maxWaitMs } }: ExchangeOptions, request: ExchangeRequest) {
  const { purpose, turn, signal } = request;
  try {
    return await governor.admit({ turn, doing: purpose.doing, maxWaitMs, signal });
  } catch (error) {
    throw error instanceof PauseTooLong ? toLimitError(purpose, error.pauseMs, maxWaitMs) : error;
  }
}

async function attemptOnce(
  { transport, clock, log }: ExchangeOptions,
  request: ExchangeRequest,
  final: (reply: WireReply) => boolean,
  end: (ending: Ending) => void,
): Promise<Outcome> {
  const { purpose, wire } = request;
  const startedAt = clock.monotonic();
  const logResult = (result: string, correlationId?: string) => {
    const ms = Math.round(clock.monotonic() - startedAt);
    const correlation = correlationId === undefined ? "" : ` ${correlationId}`;
    log({
      level: "debug",
      event: "request",
      message: `${wire.method} ${purpose.path} ${result} ${ms} ms${correlation}`,
    });
  };
  let reply: WireReply;
  try {
    reply = await transport(wire, request.signal);
  } catch (error) {
    end(error instanceof TransportFailure && error.reason !== "stopped" ? "no-answer" : "stopped");
    if (!(error instanceof TransportFailure)) throw error;
    logResult(error.code);
    if (error.reason === "stopped") throw toTransportError(purpose, error, 1);
    return { failure: {}, toError: (attempts) => toTransportError(purpose, error, attempts) };
  }
  const correlationId = reply.headers["inin-correlation-id"];
  logResult(String(reply.status), correlationId);
  end(reply);
  if (reply.status < 300) return parseReply(request, reply);
  if (final(reply)) return { done: { status: reply.status, headers: reply.headers, json: parseLeniently(reply.text) } };
  const failure: Failure = {
    status: reply.status,
    retryAfterMs: parseRetryAfter(reply.headers["retry-after"], clock.now()),
    resetMs: readResetMs(reply.headers),
  };
  return { failure, toError: () => toApiError(purpose, reply), correlationId };
}

function parseReply({ purpose, expects }: ExchangeRequest, reply: WireReply): Outcome {
  const broken = (cause: unknown): Outcome => ({
    failure: {},
    toError: (attempts) => toBrokenJsonError(purpose, reply, cause, attempts),
    correlationId: reply.headers["inin-correlation-id"],
  });
  try {
    const json: unknown = reply.text === "" ? undefined : JSON.parse(reply.text);
    if (expects !== undefined && !expects(json)) return broken(`it is not what ${purpose.path} answers with`);
    return { done: { status: reply.status, headers: reply.headers, json } };
  } catch (error) {
    return broken(error);
  }
}

/** A refusal's body may be anything: the edge answers in HTML. */
function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeFailure({ status }: Failure): string {
  if (status === undefined) return "no whole answer came";
  return status === 429 ? "the rate limit is reached (429)" : `the answer was ${status}`;
}
