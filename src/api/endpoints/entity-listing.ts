import { type Api, hasList, type QueryValue } from "../api.ts";
import { readPages } from "../pages.ts";

/** A page of a listing (`UserEntityListing`, `QueueEntityListing`, …). */
export interface EntityListing<Entity> {
  entities?: Entity[];
  pageSize?: number;
  pageNumber?: number;
  total?: number;
  pageCount?: number;
}

/** Listings accept at least this much everywhere. */
const LISTING_PAGE_SIZE = 100;

export interface ListingRequest {
  path: string;
  query?: Readonly<Record<string, QueryValue>>;
  doing: string;
  permissions?: readonly string[];
}

/** Every entity of a listing, page after page. These listings, unlike the details query, say dependably which page is the last. */
export async function* listEntities<Entity>(
  api: Api,
  request: ListingRequest,
  signal?: AbortSignal,
): AsyncGenerator<Entity, void, undefined> {
  const pages = readPages<EntityListing<Entity>>({
    read: async (pageNumber) => {
      const query = { ...request.query, pageSize: LISTING_PAGE_SIZE, pageNumber };
      const reply = await api.request({ ...request, method: "GET", query, expects: hasList("entities"), signal });
      return reply as EntityListing<Entity>;
    },
    isPastEnd: ({ entities }) => entities === undefined || entities.length === 0,
    knowsEnd: ({ pageNumber, pageCount }) => pageNumber !== undefined && pageNumber === pageCount,
  });
  for await (const { entities } of pages) yield* entities ?? [];
}
