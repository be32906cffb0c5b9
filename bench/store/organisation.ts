// A local Genesys Cloud with the prepared pages, by job and by query; a process of its own: it must cost who is measured nothing.
// `organisation.ts FOLDER FIRST_DAY`; says its port.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { DAY_MS, toIso } from "../../src/base/interval.ts";
import { DAYS, PER_DAY } from "./million.ts";
import { endOfDays, PAGES_A_DAY, readWorkplace, toPageFile } from "./workplace.ts";

interface DetailsQuery {
  readonly interval: string;
  readonly order?: string;
  readonly paging: { readonly pageNumber: number; readonly pageSize: number };
  readonly conversationFilters?: readonly object[];
}

/** Days from one to another, counted from the first. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const workplace = readWorkplace(process.argv.slice(2));
const jobs: Span[] = [];
const availability = { dataAvailabilityDate: toIso(endOfDays(workplace)) };

function toSpan(interval: string): Span {
  const [from = 0, to = 0] = interval
    .split("/")
    .map((instant) => Math.min(DAYS, Math.max(0, Math.ceil((Date.parse(instant) - workplace.firstDay) / DAY_MS))));
  return { from, to };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Nothing is open, and nothing has ended since the lake was filled; of the rest, first pages are asked for and totals. */
function answerQuery(
  response: ServerResponse,
  { interval, paging, order, conversationFilters = [] }: DetailsQuery,
): void {
  const { from, to } = toSpan(interval);
  if (conversationFilters.length > 0 || order === "desc" || from >= to || paging.pageNumber > 1)
    send(response, 200, {});
  else {
    const body = gunzipSync(readFileSync(toPageFile(workplace, from * PAGES_A_DAY))).toString("utf8");
    const { conversations } = JSON.parse(body) as { conversations: object[] };
    send(response, 200, { conversations: conversations.slice(0, paging.pageSize), totalHits: (to - from) * PER_DAY });
  }
}

async function answerResults(response: ServerResponse, job: Span | undefined, cursor: string | null): Promise<void> {
  const { from, to } = job ?? { from: 0, to: 0 };
  const page = cursor === null ? from * PAGES_A_DAY : Number(cursor);
  if (page >= to * PAGES_A_DAY) send(response, 200, availability);
  else {
    const body = await readFile(toPageFile(workplace, page));
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(body);
  }
}

async function answerJob(response: ServerResponse, method: string | undefined, url: URL, body: string): Promise<void> {
  const [id, part] = url.pathname.split("/jobs/")[1]?.split("/") ?? [];
  if (id === undefined)
    send(response, 202, { jobId: String(jobs.push(toSpan((JSON.parse(body) as DetailsQuery).interval)) - 1) });
  else if (id === "availability") send(response, 200, availability);
  else if (method === "DELETE") response.writeHead(204).end();
  else if (part === undefined) send(response, 200, { state: "FULFILLED" });
  else await answerResults(response, jobs[Number(id)], url.searchParams.get("cursor"));
}

async function answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.endsWith("/details/query")) answerQuery(response, JSON.parse(body) as DetailsQuery);
  else if (url.pathname.includes("/details/jobs")) await answerJob(response, request.method, url, body);
  else send(response, 200, { entities: [], pageCount: 0, pageNumber: 1 });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    answer(request, response, Buffer.concat(chunks).toString("utf8")).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.destroy();
    });
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(address !== null && typeof address === "object" ? address.port : 0);
});
process.on("disconnect", () => process.exit());
