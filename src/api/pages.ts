export interface PageOptions<Page> {
  /** Reads one page, counted from 1. */
  read(pageNumber: number): Promise<Page>;
  /** Whether the page lies past the end. A page that is merely short does not: duplicates are filtered out of pages. */
  isPastEnd(page: Page): boolean;
  /** Whether the page itself says, dependably, that it is the last: then no request is spent to prove the end. */
  knowsEnd?(page: Page): boolean;
}

/**
 * The pages of a listing in order, until one is past the end. The next page is asked for while the one before is worked on,
 * but never before that one has been answered: where rows move towards the end while pages are read, a later page
 * answered first would miss the row that moves over its edge.
 */
export async function* readPages<Page>(options: PageOptions<Page>): AsyncGenerator<Page, void, undefined> {
  let next = options.read(1);
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await next;
    if (options.isPastEnd(page)) return;
    if (options.knowsEnd?.(page) === true) return yield page;
    next = options.read(pageNumber + 1);
    // Its failure is reported when its turn comes; without this it would count as unhandled until then.
    next.catch(() => {});
    yield page;
  }
}
