import fc from "fast-check";
import { expect, test } from "vitest";
import { createConcurrencyLimit } from "./concurrency-limit.ts";

test("grows to what the sockets carry while answers come as fast as usual", () => {
  const limit = createConcurrencyLimit(8);
  expect(limit.current).toBe(4);
  for (let i = 0; i < 40; i++) limit.answered(100 + (i % 7) * 10, limit.current);
  expect(limit.current).toBe(8);
});

test("shrinks while answers take longer, and grows again when they don't", () => {
  const limit = createConcurrencyLimit(8);
  for (let i = 0; i < 40; i++) limit.answered(100, limit.current);
  for (let i = 0; i < 8; i++) limit.answered(1_000, limit.current);
  expect(limit.current).toBeLessThan(6);
  for (let i = 0; i < 60; i++) limit.answered(100, limit.current);
  expect(limit.current).toBe(8);
});

test("learns nothing from one request at a time", () => {
  const limit = createConcurrencyLimit(8);
  for (let i = 0; i < 100; i++) limit.answered(100, 1);
  expect(limit.current).toBe(4);
});

test("stays between two and the sockets, whatever happens", () => {
  const event = fc.oneof(fc.constant("refused" as const), fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 200 }), fc.integer({ min: 2, max: 64 }), (events, most) => {
      const limit = createConcurrencyLimit(most);
      for (const event of events) {
        if (event === "refused") limit.refused();
        else limit.answered(event, limit.current);
        expect(limit.current).toBeGreaterThanOrEqual(2);
        expect(limit.current).toBeLessThanOrEqual(most);
      }
    }),
  );
});
