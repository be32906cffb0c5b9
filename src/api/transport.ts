import { gunzipSync } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Clock } from "../base/effects.ts";

export interface WireRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Absolute. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface WireReply {
  status: number;
  /** By lower-case name; repeated headers joined by commas. */
  headers: Readonly<Record<string, string>>;
  text: string;
}

export type FailureReason = "timeout" | "network" | "broken-body" | "stopped";

/** Why no whole answer came. Not an AppError: only the exchange knows what was being done, and whether it retries. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  readonly reason: FailureReason;
  /** What the socket, TLS or zlib said, by code where there is one (`ECONNREFUSED`). */
  readonly code: string;

  constructor(reason: FailureReason, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.code = code;
  }
}

export type Transport = (request: WireRequest, signal?: AbortSignal) => Promise<WireReply>;

export interface TransportOptions {
  dispatcher: Dispatcher;
  clock: Clock;
  /** For one whole answer, from the first byte sent to the last one read. */
  timeoutMs: number;
}

// A page of 100 conversations is under 10 MB; a body that unpacks to more than this is an attack or a fault.
const MAX_BODY_BYTES = 512 * 1024 * 1024;

/** Sends one request and reads its whole answer. Throws TransportFailure when that does not work out. */
export function createTransport({ dispatcher, clock, timeoutMs }: TransportOptions): Transport {
  return async (request, signal) => {
    const limit = new AbortController();
    const stopTimer = clock.after(timeoutMs, () => limit.abort());
    const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
    try {
      const { origin, pathname, search } = new URL(request.url);
      const reply = await dispatcher.request({
        origin,
        path: pathname + search,
        method: request.method,
        headers: { "accept-encoding": "gzip", accept: "application/json", ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: either,
      });
      const headers = flattenHeaders(reply.headers);
      const bytes = Buffer.from(await reply.body.arrayBuffer());
      return { status: reply.statusCode, headers, text: decode(bytes, headers["content-encoding"]) };
    } catch (error) {
      throw toFailure(error, signal, limit.signal, timeoutMs);
    } finally {
      stopTimer();
    }
  };
}

function flattenHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  if (bytes.length === 0 || encoding === undefined || encoding === "identity") return bytes.toString("utf8");
  if (encoding !== "gzip") {
    throw new TransportFailure(
      "broken-body",
      "ENCODING",
      `the answer is encoded as ${encoding}, which was not asked for`,
    );
  }
  // In one go and one piece: the streaming form hands a page through the thread pool in some fifty pieces of 16 KB.
  return gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES, chunkSize: guessUnpackedSize(bytes) }).toString("utf8");
}

/** The last four bytes of gzip are the unpacked length; a guess only, because anybody may write anything there. */
function guessUnpackedSize(bytes: Buffer): number {
  const claimed = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(claimed + 1, 16 * 1024), 16 * 1024 * 1024);
}

function toFailure(
  error: unknown,
  caller: AbortSignal | undefined,
  limit: AbortSignal,
  timeoutMs: number,
): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const { code, message } = deepestCause(error);
  // Closed by its owner while a request was under way, or after.
  const closed = code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED";
  if (caller?.aborted === true || closed)
    return new TransportFailure("stopped", "ABORTED", "stopped", { cause: error });
  if (limit.aborted) {
    return new TransportFailure("timeout", "TIMEOUT", `no whole answer within ${timeoutMs / 1000} s`, { cause: error });
  }
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return new TransportFailure("timeout", code, message, { cause: error });
  if (code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") {
    return new TransportFailure("broken-body", code, `the answer can't be unpacked: ${message}`, { cause: error });
  }
  return new TransportFailure("network", code, message, { cause: error });
}

/** undici wraps what the socket said, sometimes as several attempts; the innermost error is what helps. */
function deepestCause(error: unknown): { code: string; message: string } {
  let current = error;
  while (current instanceof Error) {
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (!(inner instanceof Error)) break;
    current = inner;
  }
  const { code } = current as { code?: unknown };
  const message = current instanceof Error ? current.message : String(current);
  return { code: typeof code === "string" ? code : "UNKNOWN", message };
}
