import { expect, test } from "vitest";
import { describeProgress } from "./describe-progress.ts";

const START = {
  read: 100,
  expected: 30_000,
  elapsedMs: 400,
  requests: { used: 2, planned: 301 },
  budget: { used: 2, allowed: null, resetsAt: null },
  now: 0,
};

test("rates and the time left are not guessed from the first moments", () => {
  expect(describeProgress(START)).toBe("100 of about 30000, 2 of about 301 requests");
});

test("the time left is that of the rate so far", () => {
  const later = { ...START, read: 10_000, elapsedMs: 10_000, requests: { used: 101, planned: 301 } };
  expect(describeProgress(later)).toBe("10000 of about 30000, 1000/s, 101 of about 301 requests, about 20 s left");
});

test("the time left is that of the budget where it does not suffice", () => {
  const later = {
    read: 25_000,
    expected: 300_000,
    elapsedMs: 10_000,
    requests: { used: 250, planned: 3_000 },
    budget: { used: 250, allowed: 300, resetsAt: 30_000 },
    now: 0,
  };
  expect(describeProgress(later)).toBe(
    "25000 of about 300000, 2500/s, 250 of about 3000 requests, budget 250 of 300, about 10 min left",
  );
});

test("more than was expected leaves nothing", () => {
  expect(describeProgress({ ...START, read: 30_100, elapsedMs: 3_000 })).toMatch(/about 0 s left$/);
});
