import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectSecurely } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Simulator, startSimulator } from "../index.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { toStreamingUrl } from "./genesys-hosts.ts";

type Proxied = Simulator & { readonly proxy: NonNullable<Simulator["proxy"]> };

async function start(options: Partial<SimulatorOptions> = {}): Promise<Proxied> {
  const simulator = await startSimulator({ perDay: 5, days: 2, proxyPort: 0, ...options });
  onTestFinished(() => simulator.close());
  const { proxy } = simulator;
  if (proxy === undefined) throw new Error("no proxy");
  return { ...simulator, proxy };
}

function createFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "nowthen-ca-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The proxy's answer to CONNECT, and the tunnel. */
async function tunnel({ proxy }: Proxied, target: string): Promise<{ status: number; socket: Socket; told: string }> {
  const { hostname: host, port } = new URL(proxy.url);
  const asking = request({ host, port, method: "CONNECT", path: target }).end();
  const [answer, socket, head] = (await once(asking, "connect")) as [{ statusCode: number }, Socket, Buffer];
  const told = answer.statusCode === 200 ? "" : head + (await text(socket));
  return { status: answer.statusCode, socket, told };
}

/** GET through a tunnel to `host`, trusting what `ca` says. */
async function get(simulator: Proxied, host: string, path: string, ca = simulator.proxy.caCertificate) {
  const { socket } = await tunnel(simulator, `${host}:443`);
  const secure = connectSecurely({ socket, servername: host, ca });
  const failed = once(secure, "error").then(([error]) => Promise.reject(error as Error));
  const asking = request({ path, headers: { host }, createConnection: () => secure });
  asking.on("error", () => {});
  asking.end();
  const [answer] = await Promise.race([once(asking, "response"), failed]);
  return { status: answer.statusCode as number, body: await text(answer) };
}

test("every Genesys host is the simulator, with a certificate of its own", async () => {
  const simulator = await start();
  for (const host of ["login.mypurecloud.com", "api.euw2.pure.cloud", "streaming.edee1.eusc-pure.cloud"])
    expect(await get(simulator, host, "/api/v2/tokens/me")).toMatchObject({
      status: 401,
      body: expect.stringContaining("authentication.required"),
    });
  expect(simulator.requests.map(({ host }) => host)).toEqual([
    "login.mypurecloud.com",
    "api.euw2.pure.cloud",
    "streaming.edee1.eusc-pure.cloud",
  ]);
});

test("who trusts another authority is not served", async () => {
  const [simulator, other] = [await start(), await start()];
  await expect(get(simulator, "api.mypurecloud.com", "/", other.proxy.caCertificate)).rejects.toThrow(
    /certificate|signature/,
  );
  expect((await get(simulator, "api.mypurecloud.com", "/")).status).toBe(404);
});

test("plain requests that name their whole URL are answered too, https ones among them", async () => {
  const simulator = await start();
  const { hostname: host, port } = new URL(simulator.proxy.url);
  for (const [path, status] of [
    ["http://api.mypurecloud.com/api/v2/users?pageSize=2", 401],
    ["https://api.mypurecloud.com/api/v2/users?pageSize=2", 401],
    ["http://example.com/", 403],
    ["http://api.mypurecloud.com:8080/", 403],
    ["/api/v2/users", 403],
  ] as const) {
    const [answer] = await once(request({ host, port, path }).end(), "response");
    answer.resume();
    expect(answer.statusCode, path).toBe(status);
  }
  expect(simulator.requests).toMatchObject([
    { host: "api.mypurecloud.com", query: "pageSize=2" },
    { host: "api.mypurecloud.com", query: "pageSize=2" },
  ]);
});

test.each([
  "example.com:443",
  "mypurecloud.com:443",
  "apps.mypurecloud.com:443",
  "api.mypurecloud.com.example.com:443",
  "api.mypurecloud.com:22",
  "api.mypurecloud.com",
  "[::1]:443",
  "127.0.0.1:443",
])("leads nowhere else: %s", async (target) => {
  const { status, told } = await tunnel(await start(), target);
  expect(status).toBe(403);
  expect(told).toContain("simulated Genesys Cloud only");
});

test("port 80 of a Genesys host is the simulator without TLS", async () => {
  const { status, socket } = await tunnel(await start(), "api.mypurecloud.com:80");
  expect(status).toBe(200);
  socket.end("GET /api/v2/users HTTP/1.1\r\nHost: api.mypurecloud.com\r\nConnection: close\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1.1 401 /);
});

test("garbage, in front of a tunnel or inside, ends that connection and nothing else", async () => {
  const simulator = await start();
  const garbage = connect(Number(new URL(simulator.proxy.url).port), "127.0.0.1");
  garbage.end("no proxy request at all\r\n\r\n");
  expect(await text(garbage)).toMatch(/^HTTP\/1.1 400 /);
  const { socket } = await tunnel(simulator, "api.mypurecloud.com:443");
  socket.on("error", () => {});
  socket.write("no TLS at all, but long enough to be looked at as a record\r\n\r\n");
  socket.resume();
  await once(socket, "close");
  expect((await get(simulator, "api.mypurecloud.com", "/")).status).toBe(404);
});

test("a host that TLS names beyond those of Genesys Cloud gets no certificate", async () => {
  const { socket } = await tunnel(await start(), "api.mypurecloud.com:443");
  const secure = connectSecurely({ socket, servername: "example.com", rejectUnauthorized: false });
  await expect(once(secure, "secureConnect")).rejects.toThrow();
});

test("notifications come by the streaming host of the client's region, through the proxy too", async () => {
  const simulator = await start();
  const { socket: plain } = await tunnel(simulator, "login.mypurecloud.de:80");
  const granting = request({
    method: "POST",
    path: "/oauth/token?grant_type=client_credentials",
    auth: `${simulator.clientId}:${simulator.clientSecret}`,
    createConnection: () => plain,
  });
  const [granted] = await once(granting.end(), "response");
  const { access_token: token } = JSON.parse(await text(granted));
  const { hostname: host, port } = new URL(simulator.proxy.url);
  const creating = request({
    host,
    port,
    method: "POST",
    path: "https://api.mypurecloud.de/api/v2/notifications/channels",
    headers: { Authorization: `Bearer ${token}` },
  });
  const [created] = await once(creating.end(), "response");
  const { connectUri, id } = JSON.parse(await text(created));
  expect(connectUri).toBe(`wss://streaming.mypurecloud.de/channels/${id}`);
  const { socket } = await tunnel(simulator, "streaming.mypurecloud.de:443");
  const secure = connectSecurely({ socket, servername: "streaming.mypurecloud.de", ca: simulator.proxy.caCertificate });
  const channel = new WebSocket(connectUri, { createConnection: () => secure });
  await once(channel, "open");
  channel.send('{"message":"ping"}');
  const [told] = await once(channel, "message");
  expect(JSON.parse(String(told))).toMatchObject({ topicName: "channel.metadata", eventBody: { message: "pong" } });
  const ended = once(channel, "close");
  await simulator.close();
  await ended;
});

test("closing ends tunnels, busy and idle ones", async () => {
  const simulator = await start();
  const { socket: idle } = await tunnel(simulator, "api.mypurecloud.com:443");
  const { socket } = await tunnel(simulator, "api.mypurecloud.com:443");
  const secure = connectSecurely({ socket, servername: "api.mypurecloud.com", ca: simulator.proxy.caCertificate });
  await once(secure, "secureConnect");
  const ended = [idle, secure].map((end) => end.resume().on("error", () => {})).map((end) => once(end, "close"));
  await simulator.close();
  await Promise.all(ended);
  await expect(tunnel(simulator, "api.mypurecloud.com:443")).rejects.toThrow(/ECONNREFUSED/);
});

test("the authority is another one at every start, unless a folder keeps it", async () => {
  const folder = join(createFolder(), "kept");
  const file = join(createFolder(), "trusted.pem");
  const first = await start({ caFolder: folder, caFile: file });
  const [second, third] = await Promise.all([start({ caFolder: folder }), start()]);
  expect(second.proxy.caCertificate).toBe(first.proxy.caCertificate);
  expect(third.proxy.caCertificate).not.toBe(first.proxy.caCertificate);
  for (const written of [file, join(folder, "ca.pem")])
    expect(readFileSync(written, "utf8")).toBe(first.proxy.caCertificate);
  expect(first.proxy.caCertificate).not.toContain("PRIVATE");
  expect(statSync(join(folder, "ca-key.pem")).mode & 0o777).toBe(0o600);
  expect((await get(second, "api.mypurecloud.com", "/")).status).toBe(404);
});

test("several that start at once with one folder have one authority", async () => {
  const folder = join(createFolder(), "kept");
  const simulators = await Promise.all([
    start({ caFolder: folder }),
    start({ caFolder: folder }),
    start({ caFolder: folder }),
  ]);
  expect(new Set(simulators.map(({ proxy }) => proxy.caCertificate)).size).toBe(1);
});

test("a folder that holds something else, and options without a proxy, are refused", async () => {
  const folder = createFolder();
  writeFileSync(join(folder, "ca-key.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n");
  const failed = { kind: "storage", code: "CERTIFICATE_AUTHORITY_FAILED" };
  await expect(start({ caFolder: folder })).rejects.toMatchObject(failed);
  await expect(start({ caFile: join(folder, "no", "such", "folder.pem") })).rejects.toMatchObject(failed);
  const refused = { kind: "input", code: "SIMULATOR_OPTION_INVALID" };
  await expect(startSimulator({ caFile: "ca.pem" })).rejects.toMatchObject({
    ...refused,
    details: { option: "caFile" },
  });
  await expect(startSimulator({ caFolder: "ca" })).rejects.toMatchObject({
    ...refused,
    details: { option: "caFolder" },
  });
});

test("a proxy port that is taken is told", async () => {
  const { proxy } = await start();
  const port = Number(new URL(proxy.url).port);
  await expect(startSimulator({ proxyPort: port })).rejects.toMatchObject({ code: "SIMULATOR_LISTEN_FAILED" });
});

test("notifications are where the client's region has them", () => {
  expect(toStreamingUrl("api.mypurecloud.com")).toBe("wss://streaming.mypurecloud.com");
  expect(toStreamingUrl("API.euw2.pure.cloud:443")).toBe("wss://streaming.euw2.pure.cloud");
  expect(toStreamingUrl("127.0.0.1:8080")).toBe("ws://127.0.0.1:8080");
  expect(toStreamingUrl("api.example.com")).toBe("ws://api.example.com");
});
