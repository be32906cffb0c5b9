import fc from "fast-check";
import { expect, test } from "vitest";
import { isNamed } from "./entity-listing.ts";

test("a star stands for any text, as in a regular expression", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "A", "."), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "."), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, pattern, (name, stars) => {
      const expression = new RegExp(`^${stars.replaceAll(".", "\\.").replaceAll("*", ".*")}$`, "i");
      expect(isNamed(name, stars)).toBe(expression.test(name));
    }),
    { numRuns: 2_000 },
  );
});

test("a row of stars keeps nobody busy", () => {
  expect(isNamed("a".repeat(60), `${"*".repeat(2_000)}b`)).toBe(false);
});
