import { describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import { AppError } from "./app-error.ts";
import type { Clock } from "./effects.ts";
import { followClock } from "./followed-clock.ts";

const START = Date.UTC(2030, 0, 1);

/** Lets everything happen that needs no time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

interface Followed {
  local: FakeClock;
  clock: Clock;
  /** The clock elsewhere. */
  there: { now: number; rate: number; gone: boolean; asked: number };
}

async function follow(rate: number): Promise<Followed> {
  const local = createFakeClock();
  const there = { now: START, rate, gone: false, asked: 0 };
  const clock = await followClock(async () => {
    there.asked++;
    if (there.gone) throw new AppError({ kind: "network", code: "CLOCK_UNREACHABLE", message: "gone" });
    return { now: there.now, rate: there.rate };
  }, local);
  return { local, clock, there };
}

/** Own time passes, and whatever polls in it gets its answers. */
async function pass(local: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    local.advance(20);
    await settle();
  }
}

describe("a clock that runs", () => {
  test("is asked at the beginning only and followed at its rate", async () => {
    const { local, clock, there } = await follow(60);
    expect(clock.now()).toBe(START);
    local.advance(1_000);
    expect(clock.now()).toBe(START + 60_000);
    const before = clock.monotonic();
    local.advance(10);
    expect(clock.monotonic() - before).toBe(600);
    expect(there.asked).toBe(2);
  });

  test("is believed where it answered faster", async () => {
    const local = createFakeClock();
    const answers = [
      { tookMs: 80, now: START },
      { tookMs: 2, now: START + 90 * 60 },
    ];
    const clock = await followClock(async () => {
      const { tookMs, now } = answers.shift() ?? { tookMs: 0, now: 0 };
      local.advance(tookMs);
      return { now, rate: 60 };
    }, local);
    expect(clock.now()).toBe(START + 91 * 60);
  });

  test("makes waits as much shorter", async () => {
    const { local, clock } = await follow(60);
    let fired = 0;
    clock.after(60_000, () => fired++);
    let slept = false;
    void clock.sleep(120_000).then(() => {
      slept = true;
    });
    local.advance(1_000);
    await settle();
    expect([fired, slept]).toEqual([1, false]);
    local.advance(1_000);
    await settle();
    expect(slept).toBe(true);
  });
});

describe("a clock that is stepped", () => {
  test("stands still with time of our own, and its steps are noticed", async () => {
    const { local, clock, there } = await follow(0);
    await pass(local, 1_000);
    expect(clock.now()).toBe(START);
    there.now += 5_000;
    await pass(local, 40);
    expect([clock.now(), clock.monotonic()]).toEqual([START + 5_000, START + 5_000]);
  });

  test("a sleep ends when it was moved far enough, counted from when the sleep began", async () => {
    const { local, clock, there } = await follow(0);
    // Not yet noticed here: the sleep must not take it for its own.
    there.now += 10_000;
    let slept = false;
    const sleep = clock.sleep(3_000).then(() => {
      slept = true;
    });
    await pass(local, 100);
    there.now += 2_999;
    await pass(local, 100);
    expect(slept).toBe(false);
    there.now += 1;
    await pass(local, 40);
    await sleep;
    expect(clock.now()).toBe(START + 13_000);
  });

  test("timers fire then too, unless cancelled", async () => {
    const { local, clock, there } = await follow(0);
    let fired = 0;
    clock.after(1_000, () => fired++);
    const cancel = clock.after(1_000, () => fired++);
    await pass(local, 40);
    cancel();
    there.now += 999;
    await pass(local, 40);
    expect(fired).toBe(0);
    there.now += 1;
    await pass(local, 40);
    expect(fired).toBe(1);
    there.now += 1_000;
    await pass(local, 40);
    expect(fired).toBe(1);
  });

  test("a sleep can be stopped, and is told when the clock is gone", async () => {
    const { local, clock, there } = await follow(0);
    const stop = new AbortController();
    const stopped = clock.sleep(1_000, stop.signal);
    await settle();
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
    const lost = clock.sleep(1_000);
    lost.catch(() => {});
    there.gone = true;
    await pass(local, 40);
    await expect(lost).rejects.toMatchObject({ kind: "network" });
    there.gone = false;
    there.now += 5;
    await pass(local, 40);
    expect(clock.now()).toBe(START + 5);
  });
});
