import fc from "fast-check";
import { expect, test } from "vitest";
import { concatAhead } from "./concat-ahead.ts";

const sequences = fc.array(fc.array(fc.nat(), { maxLength: 8 }), { maxLength: 6 });

test("it gives the items of all sequences in order, however they are scheduled, and runs no further ahead than allowed", async () => {
  await fc.assert(
    fc.asyncProperty(
      sequences,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.scheduler(),
      async (items, atOnce, buffered, s) => {
        let running = 0;
        let most = 0;
        const generators = items.map(
          (all) =>
            async function* () {
              most = Math.max(most, ++running);
              for (const item of all) {
                await s.schedule(Promise.resolve());
                yield item;
              }
              running -= 1;
            },
        );
        const collect = async () => {
          const found: number[] = [];
          for await (const item of concatAhead(generators, atOnce, buffered)) found.push(item);
          return found;
        };
        expect(await s.waitFor(collect())).toEqual(items.flat());
        expect(most).toBeLessThanOrEqual(atOnce);
      },
    ),
  );
});

test("whoever stops taking ends every sequence that was begun", async () => {
  const ended: number[] = [];
  const endless = (name: number) =>
    async function* () {
      try {
        for (;;) yield name;
      } finally {
        ended.push(name);
      }
    };
  for await (const name of concatAhead([endless(1), endless(2), endless(3)], 2, 2)) {
    expect(name).toBe(1);
    break;
  }
  expect(ended.sort()).toEqual([1, 2]);
});

test("a failure of a later sequence is thrown after the items of the earlier ones", async () => {
  async function* good() {
    yield 1;
    yield 2;
  }
  // biome-ignore lint/correctness/useYield: it fails before it gives anything.
  async function* bad(): AsyncGenerator<number, void, undefined> {
    throw new Error("the second sequence");
  }
  const found: number[] = [];
  const read = async () => {
    for await (const item of concatAhead([good, bad], 2, 1)) found.push(item);
  };
  await expect(read()).rejects.toThrow("the second sequence");
  expect(found).toEqual([1, 2]);
});
