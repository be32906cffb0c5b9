import { badRequest } from "./api-refusal.ts";
import type { ApiRequest } from "./service.ts";

const DEFAULT_PAGE_SIZE = 25;
const LARGEST_PAGE = 100;

/** A page of entities in the listing form that all lists of the API share. */
export function toEntityListing(request: ApiRequest, entities: readonly object[], extras: object = {}): object {
  const pageSize = readPositive(request.query.get("pageSize"), DEFAULT_PAGE_SIZE);
  const pageNumber = readPositive(request.query.get("pageNumber"), 1);
  if (pageSize > LARGEST_PAGE) throw badRequest(`The page size may not exceed ${LARGEST_PAGE}.`);
  const pageCount = Math.ceil(entities.length / pageSize);
  const uri = (page: number) => {
    const query = new URLSearchParams(request.query);
    query.set("pageSize", String(pageSize));
    query.set("pageNumber", String(page));
    return `${request.path}?${query}`;
  };
  return {
    entities: entities.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: entities.length,
    firstUri: uri(1),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    lastUri: uri(Math.max(1, pageCount)),
    selfUri: uri(pageNumber),
    pageCount,
    ...extras,
  };
}

export function readPositive(text: string | null, byDefault: number): number {
  if (text === null || text === "") return byDefault;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw badRequest(`The value [${text}] is not a positive number.`);
  return value;
}

/** A parameter that may be repeated, or hold several values with commas between them. */
export function readList(request: ApiRequest, name: string): readonly string[] {
  return request.query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

/** Whether a name matches a pattern with `*`, in any case; no pattern matches all. */
export function isNamed(name: string, pattern: string | null): boolean {
  if (pattern === null || pattern === "") return true;
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const last = rest.pop();
  const text = name.toLowerCase();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  // Each part at its earliest place: no regular expression, which a row of stars would keep busy for ever.
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
