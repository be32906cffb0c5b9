import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** A request as nobody should send it, or nearly as one should. */
export interface MangledRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

const IDS = [
  "none",
  "..%2f..",
  "%00",
  "%E0%A4%A",
  "a".repeat(4_000),
  "11111111-1111-4111-8111-111111111111",
  "💥",
  "*",
  "{channel}",
];
const PATHS = [
  "/oauth/token",
  "/api/v2/tokens/me",
  "/api/v2/users",
  "/api/v2/users/me",
  "/api/v2/users/search",
  "/api/v2/users/:id",
  "/api/v2/routing/queues",
  "/api/v2/routing/queues/:id",
  "/api/v2/routing/wrapupcodes",
  "/api/v2/routing/wrapupcodes/:id",
  "/api/v2/authorization/divisions",
  "/api/v2/authorization/divisionspermitted/paged/me",
  "/api/v2/conversations",
  "/api/v2/conversations/:id",
  "/api/v2/analytics/conversations/details",
  "/api/v2/analytics/conversations/details/query",
  "/api/v2/analytics/conversations/details/jobs/availability",
  "/api/v2/analytics/conversations/:id/details",
  "/api/v2/notifications/availabletopics",
  "/api/v2/notifications/channels",
  "/api/v2/notifications/channels/:id",
  "/api/v2/notifications/channels/:id/subscriptions",
];
const METHODS = "GET GET POST POST POST PUT DELETE PATCH HEAD OPTIONS PROPFIND".split(" ");
const TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=utf-16",
  "application/vnd.x+json",
  "text/plain",
  "multipart/form-data",
  "application/x-www-form-urlencoded",
  "",
];
const PARAMETERS =
  "pageSize pageNumber state id name sortOrder divisionId permission grant_type expand includePreview includechannels ignoreErrors x".split(
    " ",
  );

/** Nothing of this is a value that any field wants; some of it breaks code that turns it into a text or a number. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    "",
    "*".repeat(60),
    `${"*".repeat(60)}zz`,
    "\u0000",
    "2026-13-45/2026-99-99",
    "0000-01-01/9999-12-31",
    [],
    {},
    [[]],
    { toString: 1, valueOf: 1, toJSON: 1 },
    { constructor: { prototype: 1 } },
    "__proto__",
    "constructor",
    "x".repeat(100_000),
  ),
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
);

const GOOD_BODIES: readonly object[] = [
  [{ id: "v2.users.someone.presence" }, { id: "v2.users.someone?presence&routingStatus" }],
  {
    interval: "2026-06-09/2026-06-11",
    order: "desc",
    orderBy: "segmentEnd",
    paging: { pageSize: 10, pageNumber: 2 },
    conversationFilters: [
      { type: "and", predicates: [{ metric: "tHandle", range: { gte: 1_000 } }, { dimension: "conversationEnd" }] },
    ],
    segmentFilters: [
      {
        type: "or",
        clauses: [{ type: "and", predicates: [{ dimension: "mediaType", value: "voice" }] }],
        predicates: [{ type: "dimension", dimension: "segmentEnd", operator: "notExists", value: "x" }],
      },
    ],
    surveyFilters: [{ type: "and", predicates: [{ dimension: "surveyStatus", operator: "exists" }] }],
  },
  {
    query: [
      { type: "EXACT", fields: ["name"], value: "Ada" },
      { operator: "OR", group: [{ type: "CONTAINS", fields: ["email", "id"], values: ["a", "b"] }] },
    ],
    sortOrder: "DESC",
    pageSize: 5,
    pageNumber: 1,
  },
];

/** A good body with junk in one place, or a field too many. */
const almostGood = fc
  .tuple(fc.constantFrom(...GOOD_BODIES), fc.nat(), junk, fc.boolean())
  .map(([good, place, value, added]) => JSON.stringify(replaceOne(good, place, value, added)));

/** Everything that holds something, in the order of a walk through it; the place says which one gets the junk. */
function replaceOne(good: object, place: number, value: unknown, added: boolean): object {
  const body = structuredClone(good);
  const holders: Record<string, unknown>[] = [];
  const walk = (holder: unknown) => {
    if (typeof holder !== "object" || holder === null) return;
    holders.push(holder as Record<string, unknown>);
    Object.values(holder).forEach(walk);
  };
  walk(body);
  const places = holders.flatMap((holder) => Object.keys(holder).map((key) => ({ holder, key })));
  const chosen = places[place % places.length];
  if (chosen !== undefined) chosen.holder[added ? "surprise" : chosen.key] = value;
  return body;
}

const nest = (open: string, close: string) => (depth: number) => open.repeat(depth) + close.repeat(depth);
const deep = fc.tuple(
  fc.integer({ min: 50, max: 20_000 }),
  fc.constantFrom(
    (depth: number) => nest("[", "]")(depth),
    (depth: number) => `{"query":${nest('[{"group":', "}]")(depth).replace(":}", ":[]}")}}`,
    (depth: number) => `{"interval":"2026-06-09/2026-06-10","order":${nest("[", "]")(depth)}}`,
    (depth: number) => `{"interval":"2026-06-09/2026-06-10","conversationFilters":${nest("[", "]")(depth)}}`,
    (depth: number) => `{"interval":"2026-06-09/2026-06-10","x":${nest('{"x":', "}")(depth).replace(":}", ":1}")}}`,
  ),
);

const body: fc.Arbitrary<MangledRequest["body"]> = fc.oneof(
  { weight: 5, arbitrary: almostGood },
  { weight: 1, arbitrary: almostGood.map((text) => text.slice(0, text.length >> 1)) },
  { weight: 1, arbitrary: almostGood.map((text) => gzipSync(text)) },
  { weight: 1, arbitrary: almostGood.map((text) => Buffer.from(text, "utf16le")) },
  { weight: 1, arbitrary: junk.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: deep.map(([depth, make]) => make(depth)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(undefined, "", "{", "null", '"', "grant_type=password", " ".repeat(600_000)),
  },
);

const path = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: fc.webPath() }),
    fc.oneof(fc.constantFrom(...IDS), fc.webSegment()),
    fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), junk), { maxLength: 3 }),
  )
  .map(([template, id, parameters]) => {
    const query = parameters.map(
      ([name, value]) => `${name}=${encodeURIComponent(toWellFormed(value).slice(0, 2_000))}`,
    );
    const filled = template.replace(":id", id);
    return `${filled.startsWith("/") ? filled : `/${filled}`}${query.length === 0 ? "" : `?${query.join("&")}`}`;
  });

function toWellFormed(value: unknown): string {
  return (JSON.stringify(value) ?? "").replace(/^"|"$/g, "").replace(/[\ud800-\udfff]/g, "");
}

const anything: fc.Arbitrary<MangledRequest> = fc
  .record({
    method: fc.constantFrom(...METHODS),
    path,
    authorization: fc.constantFrom("{token}", "{token}", "{token}", "Bearer x", "Basic eDp5", "Basic", "Bearer"),
    type: fc.constantFrom(...TYPES),
    body,
  })
  .map(({ method, authorization, type, ...rest }) => ({
    method,
    path: rest.path,
    headers: { authorization, ...(type === "" ? {} : { "content-type": type }) },
    body: method === "GET" || method === "HEAD" ? undefined : rest.body,
  }));

/** All is well but the body: what gets past the first checks. */
const wellAddressed: fc.Arbitrary<MangledRequest> = fc
  .tuple(
    fc.constantFrom(
      "/api/v2/users/search",
      "/api/v2/analytics/conversations/details/query",
      "/api/v2/notifications/channels/{channel}/subscriptions",
    ),
    body,
  )
  .map(([to, sent]) => ({
    method: "POST",
    path: to,
    headers: { authorization: "{token}", "content-type": "application/json" },
    body: sent,
  }));

/** All is well but the query. */
const wellAsked: fc.Arbitrary<MangledRequest> = path.map((to) => ({
  method: "GET",
  path: to,
  headers: { authorization: "{token}" },
  body: undefined,
}));

/** A token and a channel are left for the test to fill in: `{token}` and `{channel}` stand for good ones. */
export const mangledRequest: fc.Arbitrary<MangledRequest> = fc.oneof(anything, wellAddressed, wellAsked);
