import { expect, test } from "vitest";
import { estimateMinutes } from "./estimate-minutes.ts";

const NOW = 1_000_000;

test("with nothing known it is the documented rate of 300 a minute", () => {
  expect(estimateMinutes(30, { used: 0, allowed: null, resetsAt: null }, NOW)).toBe(0.1);
  expect(estimateMinutes(600, { used: 0, allowed: null, resetsAt: null }, NOW)).toBe(1);
});

test("the organisation's own rate counts", () => {
  expect(estimateMinutes(30, { used: 0, allowed: 60, resetsAt: null }, NOW)).toBe(0.5);
});

test("what this minute has no room for waits for the next", () => {
  const budget = { used: 290, allowed: 300, resetsAt: NOW + 30_000 };
  expect(estimateMinutes(10, budget, NOW)).toBeCloseTo(1 / 30);
  expect(estimateMinutes(160, budget, NOW)).toBe(1);
});

test("a window that has ended holds nobody back", () => {
  expect(estimateMinutes(400, { used: 300, allowed: 300, resetsAt: NOW - 1 }, NOW)).toBeCloseTo(4 / 3);
});
