import type { Clock, Log } from "../base/effects.ts";
import { type Purpose, toApiError, toBrokenJsonError, toLimitError, toTransportError } from "./api-error.ts";
import { type RateGate, readResetMs } from "./rate-gate.ts";
import { decideRetry, type Failure, parseRetryAfter, type RetryPolicy } from "./retry.ts";
import { type Transport, TransportFailure, type WireReply, type WireRequest } from "./transport.ts";

export interface ExchangeOptions {
  transport: Transport;
  clock: Clock;
  random: () => number;
  log: Log;
  gate: RateGate;
  policy: RetryPolicy;
}

export interface ExchangeRequest {
  wire: WireRequest;
  purpose: Purpose;
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

/** Sends, waits at the gate, retries by the policy: the only place where anything is tried again. */
export function createExchange(options: ExchangeOptions): Exchange & { readonly requestsSent: () => number } {
  const { clock, random, log, gate, policy } = options;
  let sent = 0;

  const exchange: Exchange = async (request, final = () => false) => {
    for (let attempt = 1; ; attempt++) {
      if (gate.remainingMs() > policy.maxWaitMs) {
        throw toLimitError(request.purpose, gate.remainingMs(), policy.maxWaitMs);
      }
      await gate.pass(request.signal);
      sent += 1;
      const outcome = await attemptOnce(options, request, final);
      if ("done" in outcome) return outcome.done;
      const decision = decideRetry(attempt, outcome.failure, request.repeatable, policy, random);
      if (!decision.retry) {
        if (decision.why === "pause-too-long") {
          throw toLimitError(request.purpose, decision.delayMs ?? 0, policy.maxWaitMs, outcome.correlationId);
        }
        throw outcome.toError(attempt);
      }
      log({
        level: "warn",
        event: "retry",
        message: `${request.purpose.doing}: ${describeFailure(outcome.failure)}, trying again in ${(decision.delayMs / 1000).toFixed(1)} s`,
      });
      if (outcome.failure.status === 429) gate.pause(decision.delayMs);
      else await clock.sleep(decision.delayMs, request.signal);
    }
  };
  return Object.assign(exchange, { requestsSent: () => sent });
}

async function attemptOnce(
  { transport, clock, gate, log }: ExchangeOptions,
  request: ExchangeRequest,
  final: (reply: WireReply) => boolean,
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
    if (!(error instanceof TransportFailure)) throw error;
    logResult(error.code);
    if (error.reason === "stopped") throw toTransportError(purpose, error, 1);
    return { failure: {}, toError: (attempts) => toTransportError(purpose, error, attempts) };
  }
  const correlationId = reply.headers["inin-correlation-id"];
  logResult(String(reply.status), correlationId);
  gate.observe(reply.headers);
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
