export interface PageOptions<Page> {
  /** Reads one page, counted from 1. */
  read(pageNumber: number): Promise<Page>;
  /** Whether the page lies past the end. A page that is merely short does not: duplicates are filtered out of pages. */
  isPastEnd(page: Page): boolean;
  /** How many pages there may be in all, as far as this page tells; a hint for reading ahead, never for stopping. */
  expectPages(page: Page): number;
  /** Whether the page itself says, dependably, that it is the last: then no request is spent to prove the end. */
  knowsEnd?(page: Page): boolean;
  /** Pages under way at once. */
  concurrency: number;
}

/**
 * The pages of a listing in order, until one is past the end. Up to `concurrency` requests are under way together, but
 * none for a page beyond the expected number except the one that proves the end, so reading ahead costs no request.
 */
export async function* readPages<Page>(options: PageOptions<Page>): AsyncGenerator<Page, void, undefined> {
  const underWay: Promise<Page>[] = [];
  let requested = 0;
  let expected = 1;
  const request = () => {
    requested += 1;
    const page = options.read(requested);
    // Its failure is reported when its turn comes; without this it would count as unhandled until then.
    page.catch(() => {});
    underWay.push(page);
  };
  request();
  for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) {
    const page = await next;
    if (options.isPastEnd(page)) return;
    expected = options.expectPages(page);
    while (underWay.length < options.concurrency && requested < expected) request();
    // The total is approximate: only an absent page is an end.
    if (options.knowsEnd?.(page) === true) return yield page;
    if (underWay.length === 0) request();
    yield page;
  }
}
