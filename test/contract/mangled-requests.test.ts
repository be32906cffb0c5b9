import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { type MangledRequest, mangledRequest } from "../support/mangled-requests.ts";
import { findViolations } from "../support/sdk-schema.ts";
import { createSimulatorClient, type SimulatorClient } from "../support/simulator-client.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 1_500);
const STATUSES = [200, 204, 400, 401, 403, 404, 405, 413, 415];
const QUERY = "/api/v2/analytics/conversations/details/query";

/** One for each status that the random ones reach by chance only: a fuzz that never got past the first check would prove little. */
const EXAMPLES: readonly MangledRequest[] = [
  mangled("GET", "/api/v2/users", "{token}"),
  mangled("POST", QUERY, "{token}", "application/json", "{"),
  mangled("GET", "/api/v2/users", "Bearer x"),
  mangled("GET", "/api/v2/users/none", "{token}"),
  mangled("DELETE", "/api/v2/users", "{token}"),
  mangled("POST", QUERY, "{token}", "application/json", " ".repeat(600_000)),
  mangled("POST", QUERY, "{token}", "text/plain", "{}"),
];

function mangled(method: string, path: string, authorization: string, type?: string, body?: string): MangledRequest {
  return { method, path, headers: { authorization, ...(type === undefined ? {} : { "content-type": type }) }, body };
}

let client: SimulatorClient;
let token: string;
let channel: string;
let before: string;

beforeAll(async () => {
  const plenty = { requestsPerMinute: 1_000_000, channelsPerSecond: 1_000_000, channelsMax: 100_000 };
  client = await createSimulatorClient({ perDay: 40, ...plenty });
  token = await client.signIn();
  channel = (await client.post("/api/v2/notifications/channels", {})).body.id;
  before = await askWell();
});

/** What a good client is told; must be the same whatever was asked in between. */
async function askWell(): Promise<string> {
  const answers = [
    await client.get("/api/v2/users?pageSize=100"),
    await client.post(QUERY, { interval: "2026-06-08/2026-06-11", paging: { pageSize: 20, pageNumber: 2 } }),
  ];
  return JSON.stringify(answers.map(({ body }) => body));
}

async function send({ method, path, headers, body }: MangledRequest) {
  const authorization = headers["authorization"]?.replace("{token}", token) ?? "";
  const answer = await client.send(path.replace("{channel}", channel), {
    method,
    headers: { ...headers, authorization },
    ...(body === undefined ? {} : { body: body as NonNullable<RequestInit["body"]> }),
  });
  // A good request to revoke the token is no mangled one.
  if (method === "DELETE" && answer.status === 200) token = await client.signIn();
  return answer;
}

test(`${RUNS} mangled requests are each answered, with a documented refusal if not with a result, and change nothing`, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(mangledRequest, async (request) => {
      const { status, body, headers } = await send(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(STATUSES).toContain(status);
      const correlationId = headers.get("ININ-Correlation-Id");
      expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
      if (status < 400 || request.method === "HEAD") return;
      if (body?.error !== undefined) {
        // The token endpoint has an error body of its own.
        expect(request.path).toMatch(/^\/oauth\/token/);
        expect(Object.keys(body)).toEqual(["error", "description", "error_description"]);
        return;
      }
      expect(findViolations("ErrorBody", body)).toEqual([]);
      expect({ status: body.status, contextId: body.contextId }).toEqual({ status, contextId: correlationId });
    }),
    { numRuns: RUNS, examples: EXAMPLES.map((request) => [request]) },
  );
  expect(await askWell()).toBe(before);
  expect([...statuses.keys()].sort()).toEqual(
    expect.arrayContaining(STATUSES.filter((status) => status !== 204 && status !== 403)),
  );
}, 120_000);

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ perDay: 40 }, { clock: createFakeClock() });
});
afterAll(() => simulator.close());

/** Bytes as they are, on a socket of their own; what came back until it was closed. */
async function sendBytes(bytes: string): Promise<string> {
  const { hostname, port } = new URL(simulator.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => {});
  socket.end(bytes, "latin1");
  await once(socket, "close");
  return Buffer.concat(chunks).toString("latin1");
}

test.each([
  ["//", 404],
  ["//evil.example/api/v2/users", 404],
  ["/%", 404],
  ["/api/v2/users/%E0%A4%A", 401],
  ["/api/v2/../../etc/passwd", 404],
  ["http://[", 400],
  ["*", 400],
  ["/\\\\", 400],
  ["/?%%%=%", 404],
  ["/api/v2/users?pageSize=%FF%FE&%=1", 401],
])("the target %s, raw on a socket, is answered with %i and an ErrorBody", async (target, status) => {
  const answer = await sendBytes(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  const body = JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
  expect(findViolations("ErrorBody", body)).toEqual([]);
});

test("whatever bytes come, the next good request is answered", async () => {
  const line = fc.constantFrom(
    "GET / HTTP/1.1\r\n",
    "POST /oauth/token HTTP/1.1\r\n",
    "Host: x\r\n",
    "Host: [\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Upgrade: websocket\r\nConnection: Upgrade\r\n",
    "\r\n",
    "ff\r\n",
    "0\r\n\r\n",
    "\u0000\u00ff",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      await sendBytes(lines.join(""));
      const answer = await sendBytes("GET /api/v2/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      expect(answer.slice(0, 12)).toBe("HTTP/1.1 401");
    }),
    { numRuns: 200 },
  );
});

test("whatever comes over a WebSocket, the next socket of the channel is served", async () => {
  const headers = { authorization: `Basic ${btoa(`${simulator.clientId}:${simulator.clientSecret}`)}` };
  const grant = { method: "POST", headers, body: "grant_type=client_credentials" };
  const signedIn = await fetch(`${simulator.url}/oauth/token`, grant);
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const created = await fetch(`${simulator.url}/api/v2/notifications/channels`, {
    method: "POST",
    headers: { authorization: `Bearer ${access_token}` },
  });
  const { id } = (await created.json()) as { id: string };
  const handshake =
    `GET /channels/${id} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  const frames = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    // Masked with zeros: what is sent is what is read.
    fc
      .tuple(fc.constantFrom(0x81, 0x82, 0x88, 0x89, 0x8a, 0xc1, 0x01, 0x80, 0x83), fc.uint8Array({ maxLength: 125 }))
      .map(([opcode, payload]) => Uint8Array.from([opcode, 0x80 | payload.length, 0, 0, 0, 0, ...payload])),
  );
  const close = "\x88\x80\0\0\0\0";
  await fc.assert(
    fc.asyncProperty(fc.array(frames, { maxLength: 5 }), async (parts) => {
      const bytes = parts.map((part) => Buffer.from(part).toString("latin1")).join("");
      expect(await sendBytes(handshake + bytes)).toMatch(/^HTTP\/1\.1 101 /);
      expect(await sendBytes(handshake + close)).toMatch(/^HTTP\/1\.1 101 /);
    }),
    { numRuns: 200 },
  );
});
