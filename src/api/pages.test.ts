import fc from "fast-check";
import { expect, test } from "vitest";
import { readPages } from "./pages.ts";

interface Page {
  number: number;
  rows: number;
}

/** A listing of some pages, and how often and how many at once it was asked. */
function createListing(pages: number) {
  const log = { requests: 0, underWay: 0, most: 0 };
  const read = async (number: number): Promise<Page> => {
    log.requests += 1;
    log.underWay += 1;
    log.most = Math.max(log.most, log.underWay);
    await Promise.resolve();
    log.underWay -= 1;
    return { number, rows: number <= pages ? 100 : 0 };
  };
  return { log, options: { read, isPastEnd: ({ rows }: Page) => rows === 0 } };
}

test("every page comes once and in order, for one closing request, never two under way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 30 }), async (pages) => {
      const listing = createListing(pages);
      const seen: number[] = [];
      for await (const { number } of readPages(listing.options)) seen.push(number);
      expect(seen).toEqual(Array.from({ length: pages }, (_, index) => index + 1));
      expect(listing.log).toMatchObject({ requests: pages + 1, most: 1 });
    }),
  );
});

test("the next page is asked for before the one before is worked on", async () => {
  const listing = createListing(3);
  const asked: number[] = [];
  for await (const { number } of readPages(listing.options)) asked.push(listing.log.requests - number);
  expect(asked).toEqual([1, 1, 1]);
});

test("a page that knows that it is the last one costs none", async () => {
  const listing = createListing(3);
  for await (const _ of readPages({ ...listing.options, knowsEnd: ({ number }) => number === 3 }));
  expect(listing.log.requests).toBe(3);
});

test("a page that fails ends the reading with its error, after the pages before it", async () => {
  const seen: number[] = [];
  const reading = async () => {
    const read = async (number: number) => {
      if (number === 3) throw new Error("page 3 is broken");
      return { number, rows: 100 };
    };
    for await (const { number } of readPages({ read, isPastEnd: () => false })) seen.push(number);
  };
  await expect(reading()).rejects.toThrow("page 3 is broken");
  expect(seen).toEqual([1, 2]);
});
