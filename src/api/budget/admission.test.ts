import { expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { type Admission, createAdmission } from "./admission.ts";
import type { Turn } from "./budget.ts";
import { type AdmissionRequest, PauseTooLong } from "./lane.ts";
import type { Wait } from "./ledger.ts";

interface Rig {
  clock: FakeClock;
  admission: Admission;
  /** Until when each turn has to wait for the budget. */
  until: Record<Turn, number>;
  /** In the order in which they went. */
  went: string[];
  limit: number;
  waits: number[];
  send(name: string, request?: Partial<AdmissionRequest>): Promise<void>;
}

function open(limit = 2): Rig {
  const clock = createFakeClock();
  const rig: Rig = {
    clock,
    until: { question: 0, bulk: 0, "sign-in": 0 },
    went: [],
    limit,
    waits: [],
    admission: createAdmission({
      clock,
      take: (turn): Wait | undefined =>
        clock.now() < rig.until[turn] ? { until: rig.until[turn], why: "pause" } : undefined,
      limit: () => rig.limit,
      onWait: () => {},
      onAdmitted: (_, ms) => rig.waits.push(ms),
    }),
    async send(name, request) {
      await rig.admission.enter({ turn: "question", doing: `sending ${name}`, maxWaitMs: 60_000, ...request });
      rig.went.push(name);
    },
  };
  return rig;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a pause holds back everybody and lets everybody go when it is over, in their order", async () => {
  const rig = open(8);
  rig.until.question = rig.clock.now() + 1_000;
  for (const name of ["a", "b", "c"]) void rig.send(name);
  rig.clock.advance(999);
  await settle();
  expect(rig.went).toEqual([]);
  rig.clock.advance(1);
  await settle();
  expect([rig.went, rig.waits]).toEqual([
    ["a", "b", "c"],
    [1_000, 1_000, 1_000],
  ]);
});

test("a longer pause that begins meanwhile is waited for too", async () => {
  const rig = open();
  rig.until.question = rig.clock.now() + 1_000;
  void rig.send("a");
  rig.until.question += 4_000;
  rig.clock.advance(1_000);
  await settle();
  expect(rig.went).toEqual([]);
  rig.clock.advance(4_000);
  await settle();
  expect(rig.went).toEqual(["a"]);
});

test("no more are under way than the limit allows, and the next goes when one has ended", async () => {
  const rig = open(2);
  for (const name of ["a", "b", "c", "d"]) void rig.send(name);
  await settle();
  expect(rig.went).toEqual(["a", "b"]);
  rig.admission.leave("question");
  await settle();
  expect(rig.went).toEqual(["a", "b", "c"]);
  rig.limit = 3;
  rig.admission.leave("question");
  rig.admission.leave("question");
  await settle();
  expect([rig.went, rig.admission.inFlight()]).toEqual([["a", "b", "c", "d"], 1]);
});

test("a question goes before bulk work that came first, and bulk work leaves one place free for it", async () => {
  const rig = open(3);
  for (const name of ["b1", "b2", "b3", "b4"]) void rig.send(name, { turn: "bulk" });
  await settle();
  expect(rig.went).toEqual(["b1", "b2"]);
  void rig.send("q1");
  void rig.send("q2");
  await settle();
  expect(rig.went).toEqual(["b1", "b2", "q1"]);
  rig.admission.leave("bulk");
  await settle();
  expect(rig.went).toEqual(["b1", "b2", "q1", "q2"]);
  rig.admission.leave("question");
  rig.admission.leave("question");
  await settle();
  expect(rig.went).toEqual(["b1", "b2", "q1", "q2", "b3"]);
});

test("signing in waits for a pause only", async () => {
  const rig = open(2);
  void rig.send("a");
  void rig.send("b");
  void rig.send("c");
  await rig.send("sign-in", { turn: "sign-in" });
  expect(rig.went).toEqual(["a", "b", "sign-in"]);
});

test("a pause beyond what is granted is refused at once; the next may have more patience", async () => {
  const rig = open();
  rig.until.question = rig.clock.now() + 7_200_000;
  const refused = rig.send("a", { maxWaitMs: 180_000 });
  void rig.send("b", { maxWaitMs: 10_000_000 });
  await expect(refused).rejects.toEqual(new PauseTooLong(7_200_000));
  rig.clock.advance(7_200_000);
  await settle();
  expect(rig.went).toEqual(["b"]);
});

test("one who stops waiting leaves his place, and no timer", async () => {
  const rig = open();
  rig.until.question = rig.clock.now() + 1_000;
  const stop = new AbortController();
  const stopped = rig.send("a", { signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ kind: "cancelled", message: "Stopped while sending a." });
  await settle();
  expect(rig.clock.sleepers()).toBe(0);
  await expect(rig.send("b", { signal: stop.signal })).rejects.toMatchObject({ kind: "cancelled" });
  rig.clock.advance(1_000);
  await rig.send("c");
  expect(rig.went).toEqual(["c"]);
});

test("one who stops waiting for a place does not keep it from the next", async () => {
  const rig = open(2);
  const stop = new AbortController();
  void rig.send("a");
  void rig.send("b");
  const stopped = rig.send("c", { signal: stop.signal });
  void rig.send("d");
  await settle();
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
  rig.admission.leave("question");
  await settle();
  expect(rig.went).toEqual(["a", "b", "d"]);
});

test("closing refuses whoever waits, leaves no timer, and nobody comes in any more", async () => {
  const rig = open(2);
  rig.until.bulk = rig.clock.now() + 1_000;
  const bulk = rig.send("a", { turn: "bulk" });
  void rig.send("b");
  void rig.send("c");
  const question = rig.send("d");
  await settle();
  rig.admission.close();
  await expect(bulk).rejects.toMatchObject({ kind: "cancelled" });
  await expect(question).rejects.toMatchObject({ kind: "cancelled" });
  await expect(rig.send("e")).rejects.toMatchObject({ kind: "cancelled" });
  await settle();
  expect(rig.clock.sleepers()).toBe(0);
});

test("a clock that fails fails those who wait by it, and nobody else", async () => {
  const rig = open();
  rig.until.question = rig.clock.now() + 1_000;
  const sleep = rig.clock.sleep;
  rig.clock.sleep = async () => {
    throw new Error("no clock");
  };
  await expect(rig.send("a")).rejects.toThrow("no clock");
  rig.clock.sleep = sleep;
  void rig.send("b");
  await settle();
  rig.clock.advance(1_000);
  await settle();
  expect(rig.went).toEqual(["b"]);
});
