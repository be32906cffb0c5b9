import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";
import { AppError } from "./app-error.ts";
import type { AskClock, ClockReading } from "./followed-clock.ts";

const LONGEST_ANSWER_MS = 10_000;

/** Reads a simulator's clock at `http://127.0.0.1:PORT/simulator/clock`, over one connection that is kept. */
export function createAskClock(url: string): AskClock {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async () => {
    const answer = await read(url, agent).catch((cause: unknown) => {
      throw unreachable(url, cause);
    });
    return parseReading(url, answer);
  };
}

function read(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: LONGEST_ANSWER_MS }, (response) => {
      text(response).then(resolve, reject);
    });
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error(`no answer within ${LONGEST_ANSWER_MS / 1_000} s`)));
  });
}

function parseReading(url: string, answer: string): ClockReading {
  try {
    const { now: iso, rate } = JSON.parse(answer) as { now?: unknown; rate?: unknown };
    const now = typeof iso === "string" ? Date.parse(iso) : Number.NaN;
    if (!Number.isNaN(now) && typeof rate === "number" && rate >= 0) return { now, rate };
  } catch {
    // Not JSON, so no clock: said below.
  }
  throw new AppError({
    kind: "config",
    code: "CLOCK_INVALID",
    message: `What answers at ${url} is not a simulator's clock.`,
    hint: "Set NOWTHEN_CLOCK_URL to the URL that `nowthen sim` prints, or unset it to live in the machine's time.",
  });
}

function unreachable(url: string, cause: unknown): AppError {
  return new AppError({
    kind: "network",
    code: "CLOCK_UNREACHABLE",
    message: `Asking the clock at ${url} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Start the simulator that NOWTHEN_CLOCK_URL names, or unset it to live in the machine's time.",
    cause,
  });
}
