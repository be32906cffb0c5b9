import { expect, it } from "vitest";
import { toHumanDuration } from "./duration.ts";

it.each([
  [null, "–"],
  [Number.NaN, "–"],
  [0, "0:00"],
  [7_000, "0:07"],
  [7_600, "0:08"],
  [754_000, "12:34"],
  [3_599_600, "1:00:00"],
  [3_723_000, "1:02:03"],
  [86_399_000, "23:59:59"],
  [86_400_000, "1d 0h"],
  [(59 * 24 + 4) * 3_600_000 + 3_599_000, "59d 4h"],
  [-7_000, "-0:07"],
  [-100, "0:00"],
])("a duration of %s ms reads %s", (ms, text) => {
  expect(toHumanDuration(ms)).toBe(text);
});
