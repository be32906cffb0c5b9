import { expect, it } from "vitest";
import { toHumanInstant } from "./instant.ts";

it.each([
  ["2026-11-22T14:03:05.999Z", "UTC", "2026-11-22 14:03:05"],
  ["2026-11-22T14:03:05Z", "Europe/Berlin", "2026-11-22 15:03:05"],
  ["2026-07-01T00:00:00Z", "America/New_York", "2026-06-30 20:00:00"],
  ["2026-11-22T00:00:00Z", "UTC", "2026-11-22 00:00:00"],
  ["2026-11-22T14:03:05+05:30", "Asia/Kolkata", "2026-11-22 14:03:05"],
  [null, "UTC", "–"],
  ["2021-04-2T", "UTC", "–"],
])("%s in %s reads %s", (iso, timeZone, text) => {
  expect(toHumanInstant(iso, timeZone)).toBe(text);
});
