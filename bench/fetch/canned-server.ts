// A local Genesys Cloud of canned pages, a process of its own: it must cost the client under measurement nothing.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { createCannedRecords } from "./canned-record.ts";

/** Details of one page request. */
interface DetailsQuery {
  interval: string;
  paging: { pageNumber: number };
}

const PAGE_SIZE = 100;
const pagesPerWindow = Number(process.argv[2]);
const keepPages = process.argv[3] === "keep";
const records = createCannedRecords(400, 1);
const kept = new Map<string, Buffer>();

/** A page as gzip. Ids and starts are its own: the same window and number always give the same page. */
function createPage(interval: string, pageNumber: number): Buffer {
  const [from = "", to = ""] = interval.split("/");
  const start = Date.parse(from);
  const total = pagesPerWindow * PAGE_SIZE;
  const step = (Date.parse(to) - start) / total;
  const window = Math.floor(start / 1000)
    .toString(16)
    .padStart(8, "0");
  const parts: string[] = [];
  for (let row = 0; row < PAGE_SIZE && pageNumber <= pagesPerWindow; row++) {
    const index = (pageNumber - 1) * PAGE_SIZE + row;
    const record = records[index % records.length];
    if (record === undefined) throw new RangeError("no canned record");
    const id = `${window}-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
    parts.push(
      record.head + id + record.middle + new Date(start + Math.floor(index * step)).toISOString() + record.tail,
    );
  }
  const body =
    parts.length === 0 ? `{"totalHits":${total}}` : `{"conversations":[${parts.join(",")}],"totalHits":${total}}`;
  return gzipSync(body, { level: 6 });
}

function findPage(interval: string, pageNumber: number): Buffer {
  const key = `${interval} ${pageNumber}`;
  const page = kept.get(key) ?? createPage(interval, pageNumber);
  if (keepPages) kept.set(key, page);
  return page;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const json = { "content-type": "application/json" };
    if (request.url === "/oauth/token") {
      response.writeHead(200, json).end('{"access_token":"canned","token_type":"bearer","expires_in":86399}');
    } else if (request.url?.endsWith("/details/query") === true) {
      const { interval, paging } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as DetailsQuery;
      response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(findPage(interval, paging.pageNumber));
    } else {
      response.writeHead(200, json).end('{"entities":[],"pageCount":0,"pageNumber":1}');
    }
  });
});

if (keepPages) {
  const interval = process.argv[4] ?? "";
  for (let pageNumber = 1; pageNumber <= pagesPerWindow + 1; pageNumber++) findPage(interval, pageNumber);
}
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(address !== null && typeof address === "object" ? address.port : 0);
});
process.on("disconnect", () => process.exit());
