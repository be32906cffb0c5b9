import { toIso } from "../../base/interval.ts";
import type { ClockMode } from "../clock/clock-speed.ts";
import type { SimulatedClock } from "../clock/simulated-clock.ts";
import { parseInstant } from "../parse-instant.ts";
import { badRequest } from "../rest/api-refusal.ts";
import { isObject } from "../rest/json-object.ts";

export interface ClockReading {
  /** ISO-8601. */
  readonly now: string;
  readonly mode: ClockMode;
  /** Simulated milliseconds in a real one; 0 when stepped. */
  readonly rate: number;
}

const FORM = 'Either {"advanceMs": milliseconds} or {"setTo": "ISO-8601 instant"} is expected.';

export function toClockReading(clock: SimulatedClock): ClockReading {
  return { now: toIso(clock.now()), mode: clock.mode, rate: clock.rate };
}

/** What `POST /simulator/clock` asks for; refuses what is neither of its two forms, and the past. */
export function moveClock(clock: SimulatedClock, body: unknown): ClockReading {
  if (!isObject(body) || Object.keys(body).length !== 1) throw badRequest(FORM);
  const { advanceMs, setTo } = body;
  if (advanceMs !== undefined) clock.advance(readMs(advanceMs));
  else clock.setTo(readInstant(setTo));
  return toClockReading(clock);
}

function readMs(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw badRequest(`advanceMs cannot be ${JSON.stringify(value)}: whole milliseconds of at least 0 are expected.`);
}

function readInstant(value: unknown): number {
  const instant = typeof value === "string" ? parseInstant(value) : undefined;
  if (instant === undefined) throw badRequest(FORM);
  return instant;
}
