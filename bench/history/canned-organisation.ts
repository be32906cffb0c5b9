// A local Genesys Cloud with 30 days of conversations, by query and by job; a process of its own: it must cost the client
// under measurement nothing. The token names the run; a run that is called "troubled…" meets troubles.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { CannedWindow, packRecords } from "./canned-pages.ts";
import { isOwed, type Span, toSpan } from "./population.ts";

/** Details of one page request. */
interface DetailsQuery {
  interval: string;
  order?: string;
  paging: { pageNumber: number; pageSize: number };
  conversationFilters?: { predicates: { operator: string }[] }[];
}

interface Run {
  readonly isTroubled: boolean;
  readonly windows: Map<string, CannedWindow>;
  readonly jobs: Span[];
  requests: number;
}

const MAX_DEPTH = 100_000;
const JOB_PAGE_SIZE = 1_000;
/** The one request of a troubled run that is answered by 429. */
const LIMITED_REQUEST = 30;
const JSON_TYPE = { "content-type": "application/json" };

const runs = new Map<string, Run>();

function findRun(name: string): Run {
  const run = runs.get(name) ?? {
    isTroubled: name.startsWith("troubled"),
    windows: new Map<string, CannedWindow>(),
    jobs: [],
    requests: 0,
  };
  runs.set(name, run);
  return run;
}

function findWindow(run: Run, interval: string): CannedWindow {
  const window = run.windows.get(interval) ?? new CannedWindow(toSpan(interval), run.isTroubled);
  run.windows.set(interval, window);
  return window;
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

function sendRecords(response: ServerResponse, rows: readonly number[], rest: object): void {
  response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" }).end(packRecords(rows, rest));
}

function refuseDepth(response: ServerResponse): void {
  const message = `Pagination may not exceed ${MAX_DEPTH} results`;
  send(response, 400, { message, code: "bad.request", status: 400 });
}

function answerQuery(response: ServerResponse, run: Run, query: DetailsQuery): void {
  const { interval, paging, order, conversationFilters = [] } = query;
  const predicates = conversationFilters.flatMap((filter) => filter.predicates);
  // Nobody is talking any more; what ended last comes first.
  if (predicates.length > 0 && predicates.every(({ operator }) => operator === "notExists")) send(response, 200, {});
  else if (paging.pageNumber * paging.pageSize > MAX_DEPTH) refuseDepth(response);
  else {
    const window = findWindow(run, interval);
    const totalHits = window.total();
    if (order === "desc") {
      const rows = window.rows(Math.max(0, totalHits - paging.pageSize * paging.pageNumber), paging.pageSize);
      sendRecords(response, rows.reverse(), { totalHits });
    } else sendRecords(response, window.page(paging.pageNumber, paging.pageSize), { totalHits });
  }
}

function answerJob(response: ServerResponse, run: Run, url: URL, body: string): void {
  const [id, part] = url.pathname.split("/jobs/")[1]?.split("/") ?? [];
  if (id === undefined) {
    run.jobs.push(toSpan((JSON.parse(body) as DetailsQuery).interval));
    send(response, 202, { jobId: String(run.jobs.length - 1) });
  } else if (id === "availability") send(response, 200, { dataAvailabilityDate: "2026-03-01T00:00:00.000Z" });
  else if (part === undefined) send(response, 200, { state: "FULFILLED" });
  else answerResults(response, run, run.jobs[Number(id)], Number(url.searchParams.get("cursor") ?? 0));
}

/** What the data lake has does not move; it has neither the late ones nor the deleted ones. */
function answerResults(response: ServerResponse, run: Run, span: Span | undefined, offset: number): void {
  const { from, to } = span ?? { from: 0, to: 0 };
  const rows: number[] = [];
  let index = from + offset;
  for (; index < to && rows.length < JOB_PAGE_SIZE; index++) if (!run.isTroubled || isOwed(index)) rows.push(index);
  const cursor = index < to ? { cursor: String(index - from) } : {};
  sendRecords(response, rows, { ...cursor, dataAvailabilityDate: "2026-03-01T00:00:00.000Z" });
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const token = (request.headers.authorization ?? "").replace("Bearer ", "");
  const run = findRun(token);
  run.requests += 1;
  if (url.pathname.startsWith("/bench/requests/")) {
    send(response, 200, { requests: findRun(url.pathname.slice("/bench/requests/".length)).requests });
  } else if (run.isTroubled && run.requests === LIMITED_REQUEST) {
    const message = "Rate limit exceeded the maximum. Retry the request in [1] seconds";
    send(response, 429, { message, code: "too.many.requests", status: 429 }, { "retry-after": "1" });
  } else if (url.pathname.endsWith("/details/query")) answerQuery(response, run, JSON.parse(body) as DetailsQuery);
  else if (url.pathname.includes("/details/jobs")) answerJob(response, run, url, body);
  else send(response, 200, { entities: [], pageCount: 0, pageNumber: 1 });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, response, Buffer.concat(chunks).toString("utf8")));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(address !== null && typeof address === "object" ? address.port : 0);
});
process.on("disconnect", () => process.exit());
