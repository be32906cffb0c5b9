import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server as NetServer } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

async function open(): Promise<{ simulator: Simulator; home: string }> {
  const simulator = await startSimulator({ perDay: 40, days: 5, lags: "off" });
  const home = createHome();
  onTestFinished(async () => {
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, home: home.path };
}

async function listen(server: NetServer | Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const HISTORY = ["history", "--days", "1", "--format", "ndjson"];

describe("a proxy", () => {
  test("is used for hosts that are not excepted, and the hosts beyond it are reached", async () => {
    const { simulator, home } = await open();
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket, head) => {
      tunnels.push(request.url ?? "");
      const through = connect(Number(new URL(simulator.url).port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        through.write(head);
        through.pipe(socket).pipe(through);
      });
      for (const end of [socket, through]) end.on("error", () => through.destroy());
    });
    const port = await listen(proxy);
    const far = {
      ...pointAt(simulator, home),
      GENESYS_CLOUD_LOGIN_URL: "http://login.genesys.invalid",
      GENESYS_CLOUD_API_URL: "http://api.genesys.invalid",
    };
    const run = await runNowthen(HISTORY, { env: { ...far, HTTP_PROXY: `http://127.0.0.1:${port}` } });
    expect(run.code, run.stderr).toBe(0);
    expect(parseLines(run.stdout).length).toBeGreaterThan(0);
    expect(new Set(tunnels)).toEqual(new Set(["login.genesys.invalid:80", "api.genesys.invalid:80"]));
    const excepted = await runNowthen(HISTORY, {
      env: { ...far, HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: ".genesys.invalid", HOME: join(home, "other") },
    });
    expect(excepted.code).toBe(9);
    expect(excepted.stderr).toMatch(/host name can't be resolved/);
  });

  test("is not asked for this machine's own addresses", async () => {
    const { simulator, home } = await open();
    const run = await runNowthen(HISTORY, { env: { ...pointAt(simulator, home), HTTP_PROXY: "http://127.0.0.1:9" } });
    expect(run.code, run.stderr).toBe(0);
  });
});

describe("a certificate authority of one's own", () => {
  test("is trusted when it is named, and its absence is explained when it is not", async () => {
    const { simulator, home } = await open();
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      keySize: 2048,
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
    });
    const secure = createTlsServer({ key, cert }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const {
          host: _,
          connection: __,
          "content-length": ___,
          "transfer-encoding": ____,
          ...headers
        } = request.headers;
        const body = request.method === "GET" ? {} : { body: Buffer.concat(chunks) };
        void fetch(simulator.url + request.url, {
          method: request.method ?? "GET",
          headers: headers as Record<string, string>,
          ...body,
        }).then(async (reply) => {
          response.writeHead(reply.status, { "content-type": "application/json" }).end(await reply.text());
        });
      });
    });
    const url = `https://localhost:${await listen(secure)}`;
    const env = { ...pointAt(simulator, home), GENESYS_CLOUD_LOGIN_URL: url, GENESYS_CLOUD_API_URL: url };
    const distrusted = await runNowthen(HISTORY, { env });
    expect(distrusted.code).toBe(9);
    expect(distrusted.stderr).toMatch(/certificate is not trusted: .*--ca-file/);
    const file = join(home, "ca.pem");
    writeFileSync(file, cert);
    const trusted = await runNowthen([...HISTORY, "--ca-file", file], { env });
    expect(trusted.code, trusted.stderr).toBe(0);
    expect(parseLines(trusted.stdout).length).toBeGreaterThan(0);
    expect((await runNowthen([...HISTORY, "--ca-file", join(home, "missing.pem")], { env })).code).toBe(3);
  });
});
