import fc from "fast-check";
import stringWidth from "string-width";
import { expect, it } from "vitest";
import { pad, textWidth, toSafeText, truncate } from "./cell-text.ts";

const text = fc.string({ unit: "grapheme" });

it("a safe text has neither control characters nor line ends", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (any) => {
      expect(toSafeText(any)).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
    }),
  );
});

it("every simple character is as wide as string-width says", () => {
  const characters = Array.from({ length: 0x2100 - 0x20 }, (_, index) => String.fromCodePoint(index + 0x20));
  expect(characters.filter((character) => textWidth(character) !== stringWidth(character))).toEqual([]);
});

it("a cut text fits, and one that fits isn't cut", () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 30 }), (any, width) => {
      const safe = toSafeText(any);
      const cut = truncate(safe, width);
      expect(textWidth(cut)).toBeLessThanOrEqual(width);
      expect(cut === safe).toBe(textWidth(safe) <= width);
      expect(textWidth(pad(cut, width, "right"))).toBe(width);
    }),
  );
});
