import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWireInstant } from "./wire-instant.ts";

test("every instant that JavaScript writes is read back to the millisecond", () => {
  const instants = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
  fc.assert(fc.property(instants, (instant) => parseWireInstant(new Date(instant).toISOString()) === instant));
});

test("other ISO forms are read too", () => {
  expect(parseWireInstant("2024-02-16T18:23:20Z")).toBe(Date.UTC(2024, 1, 16, 18, 23, 20));
  expect(parseWireInstant("2024-02-16T18:23:20.5+02:00")).toBe(Date.UTC(2024, 1, 16, 16, 23, 20, 500));
});

test.each([
  "2021-04-2T",
  "2021-04-2T12:27:53.386Z",
  "2021-02-30T00:00:00.000Z",
  "2023-02-29T00:00:00.000Z",
  "2024-13-01T00:00:00.000Z",
  "2024-01-01T24:00:00.000Z",
  "2024-01-01T00:00:60.000Z",
  "2024-01-0xT00:00:00.000Z",
  "yesterday",
  "",
  1708107800459,
  null,
  undefined,
])("%j is no date", (text) => expect(parseWireInstant(text)).toBeUndefined());
