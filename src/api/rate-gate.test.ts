import { expect, test } from "vitest";
import { createFakeClock } from "../../test/support/fake-clock.ts";
import { createRateGate } from "./rate-gate.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a pause holds back everybody and lets everybody go when it is over", async () => {
  const clock = createFakeClock();
  const gate = createRateGate(clock);
  gate.pause(1_000);
  let passed = 0;
  for (let i = 0; i < 3; i++) void gate.pass().then(() => passed++);
  clock.advance(999);
  await settle();
  expect(passed).toBe(0);
  clock.advance(1);
  await settle();
  expect(passed).toBe(3);
});

test("a longer pause that begins meanwhile is waited for too", async () => {
  const clock = createFakeClock();
  const gate = createRateGate(clock);
  gate.pause(1_000);
  let passed = false;
  void gate.pass().then(() => {
    passed = true;
  });
  gate.pause(5_000);
  clock.advance(1_000);
  await settle();
  expect(passed).toBe(false);
  clock.advance(4_000);
  await settle();
  expect(passed).toBe(true);
});

test("a window that is used up is not knocked at until it begins anew, in seconds from now", () => {
  const gate = createRateGate(createFakeClock());
  gate.observe({ "inin-ratelimit-count": "299", "inin-ratelimit-allowed": "300", "inin-ratelimit-reset": "61" });
  expect(gate.remainingMs()).toBe(0);
  gate.observe({ "inin-ratelimit-count": "300", "inin-ratelimit-allowed": "300", "inin-ratelimit-reset": "61" });
  expect(gate.remainingMs()).toBe(61_000);
});

test("the pause is said once, however many answers arrive during it", () => {
  const said: string[] = [];
  const gate = createRateGate(createFakeClock(), ({ message }) => said.push(message));
  const usedUp = { "inin-ratelimit-count": "300", "inin-ratelimit-allowed": "300", "inin-ratelimit-reset": "42" };
  gate.observe(usedUp);
  gate.observe(usedUp);
  expect(said).toEqual(["the rate limit (300 requests a minute) is used up: going on in 42 s"]);
});

test("answers without those headers say nothing", () => {
  const gate = createRateGate(createFakeClock());
  gate.observe({});
  expect(gate.remainingMs()).toBe(0);
});
