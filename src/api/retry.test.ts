import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY, decideRetry, parseRetryAfter } from "./retry.ts";

const decide = (attempt: number, failure: Parameters<typeof decideRetry>[1], repeatable = true, random = 0.5) =>
  decideRetry(attempt, failure, repeatable, DEFAULT_POLICY, () => random);

describe("the server's own word", () => {
  test("Retry-After comes before the reset of the window, and both before backoff", () => {
    expect(decide(1, { status: 429, retryAfterMs: 2_000, resetMs: 61_000 })).toEqual({ retry: true, delayMs: 2_000 });
    expect(decide(1, { status: 429, resetMs: 61_000 })).toEqual({ retry: true, delayMs: 61_000 });
    expect(decide(1, { status: 429 })).toEqual({ retry: true, delayMs: 250 });
  });

  test("a pause of hours is refused with its length, so that nobody waits unknowingly", () => {
    expect(decide(1, { status: 429, retryAfterMs: 7_200_000 })).toEqual({
      retry: false,
      why: "pause-too-long",
      delayMs: 7_200_000,
    });
  });

  test("is followed more often than a guess, but not for ever", () => {
    expect(decide(DEFAULT_POLICY.attempts, { status: 429, retryAfterMs: 10 }).retry).toBe(true);
    expect(decide(20, { status: 429, retryAfterMs: 10 })).toEqual({ retry: false, why: "exhausted" });
  });
});

describe("what is tried again", () => {
  test.each([408, 429, 500, 502, 503, 504])("%i is, for a request that may be repeated", (status) => {
    expect(decide(1, { status }).retry).toBe(true);
  });

  test.each([400, 401, 403, 404, 413, 415, 422])("%i is not", (status) => {
    expect(decide(1, { status })).toEqual({ retry: false, why: "final" });
  });

  test("a POST that may have created something is repeated only after a 429, which did not take it", () => {
    expect(decide(1, { status: 503 }, false).retry).toBe(false);
    expect(decide(1, {}, false).retry).toBe(false);
    expect(decide(1, { status: 429 }, false).retry).toBe(true);
  });
});

test("backoff grows, never beyond its cap, and ends after the attempts granted", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const decision = decide(attempt, { status: 503 }, true, random);
      if (attempt >= DEFAULT_POLICY.attempts) return !decision.retry;
      const ceiling = Math.min(DEFAULT_POLICY.capMs, DEFAULT_POLICY.baseMs * 2 ** (attempt - 1));
      return decision.retry && decision.delayMs >= 0 && decision.delayMs <= ceiling;
    }),
  );
});

test("Retry-After is read as seconds or as a date, and anything else as absent", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(parseRetryAfter("42", now)).toBe(42_000);
  expect(parseRetryAfter("Thu, 01 Jan 2026 00:00:05 GMT", now)).toBe(5_000);
  expect(parseRetryAfter("Wed, 31 Dec 2025 23:59:00 GMT", now)).toBe(0);
  expect(parseRetryAfter("soon", now)).toBeUndefined();
  expect(parseRetryAfter(undefined, now)).toBeUndefined();
});
