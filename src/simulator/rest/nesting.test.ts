import { expect, test } from "vitest";
import { isNestedDeeperThan } from "./nesting.ts";

test.each([
  ["[[1],[2]]", false],
  ["[[[1]]]", true],
  ['{"a":{"b":"[[[["}}', false],
  ['{"a":{"b":"\\"[[[["}}', false],
  ['{"a":{"b":{}}}', true],
  ['"', false],
  ["]]]][[", false],
])("%s is nested deeper than twice: %s", (text, deeper) => expect(isNestedDeeperThan(2, text)).toBe(deeper));
