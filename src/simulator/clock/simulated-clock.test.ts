import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import { toIso } from "../../base/interval.ts";
import { parseClockSpeed } from "./clock-speed.ts";
import { SimulatedClock } from "./simulated-clock.ts";

const START = Date.UTC(2026, 0, 1);

function open(text: string, start?: number) {
  const machine = createFakeClock();
  const speed = parseClockSpeed(text);
  if (speed === undefined) throw new Error(`no speed: ${text}`);
  return { machine, clock: new SimulatedClock(machine, speed, start) };
}

test.each([
  ["real", { mode: "real", rate: 1 }],
  ["x60", { mode: "accelerated", rate: 60 }],
  ["x0.5", { mode: "accelerated", rate: 0.5 }],
  ["stepped", { mode: "stepped", rate: 0 }],
  ["x0", undefined],
  ["x-1", undefined],
  ["60", undefined],
  ["x", undefined],
  ["x9999999", undefined],
])("the speed %s is %j", (text, speed) => {
  expect(parseClockSpeed(text)).toEqual(speed);
});

describe("time", () => {
  test("is the machine's by default, and can begin elsewhere", () => {
    const real = open("real");
    real.machine.advance(5);
    expect(real.clock.now()).toBe(real.machine.now());
    expect(open("real", START).clock.now()).toBe(START);
  });

  test("runs so many times faster", () => {
    const { machine, clock } = open("x60", START);
    machine.advance(1_000);
    expect(clock.now()).toBe(START + 60_000);
    clock.advance(7);
    expect(clock.now()).toBe(START + 60_007);
    expect(clock.monotonic() % 1).toBe(0);
  });

  test("stands still until it is moved", () => {
    const { machine, clock } = open("stepped", START);
    machine.advance(1_000_000);
    expect(clock.now()).toBe(START);
    clock.setTo(START + 10);
    clock.advance(5);
    expect(clock.now()).toBe(START + 15);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e15])("cannot be moved by %s", (ms) => {
    const { clock } = open("stepped", START);
    expect(() => clock.advance(ms)).toThrow(
      expect.objectContaining({ kind: "input", code: "SIMULATOR_CLOCK_IMMOVABLE" }),
    );
    expect(clock.now()).toBe(START);
  });
});

describe("timers", () => {
  test("fire by simulated time: sooner when it runs faster", async () => {
    const { machine, clock } = open("x60");
    let fired = 0;
    clock.after(60_000, () => fired++);
    const slept = clock.sleep(90_000);
    machine.advance(999);
    expect(fired).toBe(0);
    machine.advance(1);
    expect(fired).toBe(1);
    machine.advance(500);
    await slept;
  });

  test("wait for a stepped clock, and can be cancelled", async () => {
    const { machine, clock } = open("stepped");
    let fired = 0;
    clock.after(10, () => fired++);
    const cancel = clock.after(10, () => fired++);
    const stop = new AbortController();
    const slept = clock.sleep(20, stop.signal);
    cancel();
    machine.advance(1_000);
    expect(fired).toBe(0);
    clock.advance(10);
    expect(fired).toBe(1);
    stop.abort();
    await expect(slept).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("fire although the time runs on between two looks at it", () => {
    const machine = createFakeClock();
    // Each look is later than the one before, as on a machine.
    let looks = 0;
    const hasty = { ...machine, monotonic: () => machine.monotonic() + looks++ / 10 };
    const clock = new SimulatedClock(hasty, { mode: "accelerated", rate: 1_000 }, START);
    let fired = 0;
    clock.after(60_000, () => fired++);
    machine.advance(1_000);
    expect(fired).toBe(1);
    expect(() => clock.advance(0)).not.toThrow();
  });

  test("that are late happen in the order of their instants", () => {
    const { machine, clock } = open("x1000", START);
    const seen: string[] = [];
    clock.at(START + 10, () => {
      clock.at(START + 20, () => seen.push("second"));
    });
    clock.at(START + 30, () => seen.push("third"));
    machine.advance(1);
    expect(seen).toEqual(["second", "third"]);
  });

  test("fire each at its own moment, in one leap as in a thousand steps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { maxLength: 20 }),
        fc.array(fc.nat(100), { minLength: 1, maxLength: 1_000 }),
        (delays, steps) => {
          const run = (parts: readonly number[]) => {
            const { clock } = open("stepped", START);
            const seen: string[] = [];
            delays.forEach((delay, index) => {
              clock.after(delay, () => {
                seen.push(`${index} at ${toIso(clock.now())}`);
                // What happens can make more happen, within the same leap.
                clock.after(delay + 1, () => seen.push(`after ${index} at ${toIso(clock.now())}`));
              });
            });
            for (const part of parts) clock.advance(part);
            return [...seen, clock.now()];
          };
          expect(run(steps)).toEqual(run([steps.reduce((sum, step) => sum + step, 0)]));
        },
      ),
    );
  });
});
