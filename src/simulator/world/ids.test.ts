import fc from "fast-check";
import { expect, test } from "vitest";
import { toConversationId, toConversationPlace, toUuid } from "./ids.ts";

const place = fc.record({
  site: fc.integer({ min: 0, max: 2 }),
  siteDay: fc.integer({ min: 0, max: 0xfffff }),
  ordinal: fc.integer({ min: 0, max: 0x3ffffff }),
});

test("a conversation's id leads back to its place, with the same seed only", () => {
  fc.assert(
    fc.property(fc.nat(), place, (seed, where) => {
      const id = toConversationId(seed, where);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(toConversationPlace(seed, id)).toEqual(where);
      expect(toConversationPlace(seed + 1, id)).toBeUndefined();
    }),
  );
});

test("what is no id of a conversation leads nowhere", () => {
  expect(toConversationPlace(1, "nonsense")).toBeUndefined();
  expect(toConversationPlace(1, toUuid(1, 2, 3))).toBeUndefined();
});
