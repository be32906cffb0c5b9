import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { Budget } from "./budget.ts";
import { Ledger } from "./ledger.ts";
import { SharedJournal } from "./shared-journal.ts";

let folder: string;
let clock: FakeClock;
let troubles: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nowthen-budget-"));
  clock = createFakeClock();
  troubles = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string, now = clock.now): Budget {
  const ledger = new Ledger();
  const journal = new SharedJournal({ folder, name: "c", ledger, onTrouble: (error) => troubles.push(error) });
  return new Budget({ clock: { ...clock, now }, ledger, journal, name });
}

const headers = (count: unknown, allowed: unknown, reset: unknown) => ({
  "inin-ratelimit-count": String(count),
  "inin-ratelimit-allowed": String(allowed),
  "inin-ratelimit-reset": String(reset),
});

test("says what is used and left, by all processes, without what is only reserved here", () => {
  const [one, other] = [open("1"), open("2")];
  expect(one.status()).toMatchObject({ allowed: null, used: 0, left: null, resetsAt: null, processes: 0 });
  one.observe(headers(12, 300, 41), clock.now());
  expect(one.take("question")).toBeUndefined();
  const resetsAt = clock.now() + 41_000;
  expect(one.status()).toEqual({ allowed: 300, used: 13, left: 287, resetsAt, pausedUntil: null, processes: 1 });
  one.close();
  expect(other.take("question")).toBeUndefined();
  expect(other.status()).toMatchObject({ used: 14, left: 286 });
  other.close();
});

test("what was reserved and not sent is given back at the end", () => {
  const [one, other] = [open("1"), open("2")];
  one.observe(headers(1, 300, 60), clock.now());
  one.take("question");
  expect(other.status().used).toBe(9);
  one.close();
  other.take("bulk");
  expect(other.status().used).toBe(3);
  other.close();
});

test("a pause reaches a process that still has requests in reserve", () => {
  const [one, other] = [open("1"), open("2")];
  one.observe(headers(1, 300, 60), clock.now());
  expect(one.take("question")).toBeUndefined();
  other.observe(headers(2, 300, 60), clock.now());
  other.pause(5_000);
  expect(one.take("question")).toMatchObject({ why: "pause", until: clock.now() + 5_000 });
  expect(one.take("sign-in")).toMatchObject({ why: "pause" });
  clock.advance(5_000);
  expect(one.take("question")).toBeUndefined();
  one.close();
  other.close();
});

test("headers that make no sense say nothing", () => {
  const budget = open("1");
  for (const [count, allowed, reset] of [
    [1, 0, 60],
    [-1, 300, 60],
    ["many", 300, 60],
    [1, 300, "soon"],
    [1e300, 300, 60],
    [0.5, 300, 60],
  ]) {
    budget.observe(headers(count, allowed, reset), clock.now());
  }
  expect(budget.status().allowed).toBeNull();
  budget.observe(headers(1, 300, 1e30), clock.now());
  expect(budget.status().allowed).toBe(300);
  expect(troubles).toEqual([]);
  budget.close();
});

test("a clock that gives parts of milliseconds is as good as another", () => {
  const budget = open("1", () => clock.now() + 0.25);
  budget.observe(headers(1, 300, 60), clock.now() + 0.125);
  expect(budget.take("question")).toBeUndefined();
  budget.pause(0.5);
  expect(budget.take("question")).toMatchObject({ why: "pause" });
  expect(troubles).toEqual([]);
  budget.close();
});
