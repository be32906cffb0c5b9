import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdSet } from "./id-set.ts";

const id = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  // Neighbours, so that probing has work to do.
  fc.nat({ max: 50 }).map((n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`),
  fc.constant("00000000-0000-0000-0000-000000000000"),
  fc.string({ maxLength: 40 }),
);

test("it knows exactly what a Set of strings knows, across growth and clearing", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(id, fc.constant(null)), { maxLength: 300 }), (steps) => {
      const ours = createIdSet();
      const model = new Set<string>();
      for (const step of steps) {
        if (step === null) {
          ours.clear();
          model.clear();
          continue;
        }
        expect(ours.add(step)).toBe(!model.has(step));
        model.add(step);
      }
    }),
  );
});

test("a hundred thousand ids are each new once", () => {
  const ids = createIdSet();
  const all = Array.from(
    { length: 100_000 },
    (_, n) => `0000${(n % 7).toString(16)}000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`,
  );
  expect(all.filter((id) => ids.add(id))).toHaveLength(all.length);
  expect(all.filter((id) => ids.add(id))).toHaveLength(0);
});
