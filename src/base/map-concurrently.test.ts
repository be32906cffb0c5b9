import fc from "fast-check";
import { expect, test } from "vitest";
import { mapConcurrently } from "./map-concurrently.ts";

test("results stand in the order of the items, and no more run at once than allowed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (items, atOnce, s) => {
      let running = 0;
      let most = 0;
      const all = mapConcurrently(items, atOnce, async (item) => {
        most = Math.max(most, ++running);
        await s.schedule(Promise.resolve());
        running -= 1;
        return item + 1;
      });
      await s.waitFor(all);
      expect(await all).toEqual(items.map((item) => item + 1));
      expect(most).toBeLessThanOrEqual(atOnce);
    }),
  );
});

test("after a failure nothing more is begun, and the failure is what is thrown", async () => {
  const begun: number[] = [];
  const mapping = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 2) throw new Error("the second");
  });
  await expect(mapping).rejects.toThrow("the second");
  expect(begun.length).toBeLessThan(6);
});
