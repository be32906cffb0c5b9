interface Entities {
  readonly entities: readonly { readonly id: string }[];
  readonly pageCount: number;
}

/** Ids of all that a path lists, page by page, asked by a bench's own client. */
export async function listIds(
  send: (method: "GET", path: string) => Promise<Entities>,
  path: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const { entities, pageCount } = await send("GET", `${path}?pageSize=100&pageNumber=${page}`);
    ids.push(...entities.map(({ id }) => id));
    if (page >= pageCount) return ids;
  }
}
