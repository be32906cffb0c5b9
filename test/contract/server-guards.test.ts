import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect as connectSocket } from "node:net";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openServerRig, readEvents, type ServerRig } from "../support/server-rig.ts";

const TOKEN = "a-long-secret-of-this-test";

describe("the server's guards", () => {
  let rig: ServerRig;
  beforeAll(async () => {
    rig = await openServerRig();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  /** A request as it is sent, path and headers untouched. */
  const send = (url: string, path: string, headers: Record<string, string> = {}, method = "GET", body = "") =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });

  test("let nobody in by another name than this machine's, whatever it resolves to", async () => {
    const url = await rig.serve();
    for (const host of ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"])
      expect(await send(url, "/api/v1/live", { host })).toMatchObject({ status: 421 });
    for (const host of ["localhost", "127.0.0.1:8460", "[::1]:80"])
      expect(await send(url, "/healthz", { host })).toMatchObject({ status: 200 });
  });

  test("serve no other machine without a token or a proxy", async () => {
    await expect(rig.serve({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "SERVE_UNGUARDED", kind: "config" });
  });

  test("ask for the token everywhere but where it is given and whether the server lives", async () => {
    const url = await rig.serve({ host: "0.0.0.0", token: TOKEN });
    const closed = ["/", "/then", "/trends", "/conversations/x", "/app.js", "/style.css", "/metrics", "/api/v1/live"];
    closed.push("/api/v1/events", "/api/v1/openapi.json", "/api/v1/about", "/nothing", "//", "/login/../metrics");
    for (const path of closed) {
      expect((await send(url, path)).status, path).toBe(401);
      expect((await send(url, path, { authorization: "Bearer wrong" })).status, path).toBe(401);
      expect((await send(url, path, { cookie: `nowthen_session=${Date.now() + 1e9}.forged` })).status, path).toBe(401);
    }
    for (const path of ["/healthz", "/login", "/login.css"]) expect((await send(url, path)).status, path).toBe(200);
    expect(await send(url, "/", { accept: "text/html" })).toMatchObject({
      status: 302,
      headers: { location: "/login?to=%2F" },
    });
    expect((await send(url, "/api/v1/about", { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  test("exchange the token for a cookie that no script reads and no other site sends, and that cannot be forged", async () => {
    const url = await rig.serve({ host: "0.0.0.0", token: TOKEN });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const signIn = (token: string, to: string, headers: Record<string, string> = {}) =>
      send(url, "/login", { ...form, ...headers }, "POST", new URLSearchParams({ token, to }).toString());
    expect((await signIn("wrong", "/")).status).toBe(401);
    const { status, headers } = await signIn(TOKEN, "/then?range=7d");
    expect({ status, location: headers["location"] }).toEqual({ status: 303, location: "/then?range=7d" });
    const [cookie = ""] = headers["set-cookie"] as string[];
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    const [session = ""] = cookie.split(";");
    expect((await send(url, "/api/v1/about", { cookie: session })).status).toBe(200);
    const [until = ""] = session.split("=")[1]?.split(".") ?? [];
    const longer = session.replace(until, String(Number(until) + 1));
    expect((await send(url, "/api/v1/about", { cookie: longer })).status).toBe(401);
    for (const to of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", ""])
      expect((await signIn(TOKEN, to)).headers["location"], to).toBe("/");
    expect((await signIn(TOKEN, "/", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await signIn(TOKEN, "/", { origin: "https://evil.example" })).status).toBe(403);
    expect((await send(url, "/logout", { "sec-fetch-site": "cross-site", cookie: session }, "POST")).status).toBe(403);
    const huge = await signIn("x".repeat(10_000), "/");
    expect(huge.status).toBe(413);
  });

  test("let in whom the proxy names, and nobody else", async () => {
    const url = await rig.serve({ host: "0.0.0.0", proxyHeader: "x-forwarded-user" });
    expect((await send(url, "/api/v1/about")).status).toBe(401);
    expect((await send(url, "/api/v1/about", { "x-forwarded-user": "" })).status).toBe(401);
    expect((await send(url, "/api/v1/about", { "x-forwarded-user": "ada@example.com" })).status).toBe(200);
  });

  test("read only, and no file but the page's own", async () => {
    const url = await rig.serve();
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect((await send(url, "/api/v1/history", {}, method)).status, method).toBe(405);
    const outside = [
      "/../package.json",
      "/%2e%2e/package.json",
      "/..%2fpackage.json",
      "/..%5cpackage.json",
      "/app.js/../../package.json",
    ];
    outside.push(
      "/app.js%00.html",
      "/....//package.json",
      "/index.html",
      "/.env",
      "/conversations/../../../etc/passwd",
    );
    for (const path of outside) {
      const { status, text } = await send(url, path);
      expect([200, 400, 404], path).toContain(status);
      expect(text, path).not.toMatch(/"name": "nowthen"|root:/);
      if (status === 200) expect(text, path).toContain('<div id="app">');
    }
    expect((await send(url, `/api/v1/live?queue=${"x".repeat(9_000)}`)).status).toBe(413);
  });

  test("send every page with a policy that runs nothing inline and nothing from elsewhere", async () => {
    const url = await rig.serve();
    for (const path of ["/", "/then", "/login", "/api/v1/about", "/nothing"]) {
      const { headers } = await send(url, path);
      const policy = String(headers["content-security-policy"]);
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toMatch(/unsafe|https?:|\*/);
      expect(headers["x-content-type-options"], path).toBe("nosniff");
    }
  });

  test("count for Prometheus without naming a conversation or a person", async () => {
    const url = await rig.serve();
    const events = readEvents(url);
    const { value } = await events.next();
    await events.return();
    const text = (await send(url, "/metrics")).text;
    expect(text).toMatch(/^nowthen_active_conversations\{.*state="[a-z]+".*\} \d+$/m);
    expect(text).toMatch(/^nowthen_http_request_seconds_count\{.*route="\/api\/v1\/events".*/m);
    expect(value?.data.rows.length).toBeGreaterThan(0);
    for (const { id, customer } of value?.data.rows ?? []) {
      expect(text).not.toContain(id);
      if (customer !== null) expect(text).not.toContain(customer);
    }
  });

  test("slow down who asks too much, and say for how long", async () => {
    const url = await rig.serve();
    const answers = await Promise.all(Array.from({ length: 90 }, () => send(url, "/api/v1/about")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60);
  });

  test("serve a thousand streams, refuse the next, and serve again when they are gone", {
    timeout: 60_000,
  }, async () => {
    const url = await rig.serve();
    const port = Number(new URL(url).port);
    const stream = async () => {
      const socket = connectSocket(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write("GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n");
      const [first] = (await once(socket, "data")) as [Buffer];
      return { socket, status: first.toString("utf8").slice(9, 12) };
    };
    const opened = await Promise.all(Array.from({ length: 1_000 }, stream));
    expect(opened.filter(({ status }) => status !== "200")).toEqual([]);
    expect((await stream()).status).toBe("503");
    expect((await send(url, "/healthz")).status).toBe(200);
    for (const { socket } of opened) socket.destroy();
    await expect.poll(async () => (await stream()).status).toBe("200");
  });

  test("let go of who sends a request so slowly that it never ends", async () => {
    const url = await rig.serve();
    const socket = connectSocket(Number(new URL(url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    socket.write("GET /api/v1/about HTTP/1.1\r\nhost: localhost\r\n");
    await once(socket, "close");
    expect((await send(url, "/healthz")).status).toBe(200);
  });

  test("serve https with a certificate of one's own", async () => {
    const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }]);
    const url = await rig.serve({ tls: { cert, key }, token: TOKEN });
    expect(url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      httpsRequest(`${url}/healthz`, { rejectUnauthorized: false }, (response) => resolve(response.statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe("the events", () => {
  test("begin with the whole picture and go on where a broken connection stood, so that nothing is missed or told twice", async () => {
    await using rig = await openServerRig({ clock: "x60", perDay: 2_000, days: 8 });
    const url = await rig.serve();
    // What there is, folded from all that was told over connections that break again and again.
    const rows = new Map<string, unknown>();
    const fold = (changes: { rows: { id: string }[]; gone: { id: string }[] }) => {
      for (const row of changes.rows) rows.set(row.id, row);
      for (const { id } of changes.gone) rows.delete(id);
    };
    const seen: string[] = [];
    let lastId: string | undefined;
    for (let connection = 0; connection < 6; connection++) {
      let told = 0;
      for await (const { id, name, data } of readEvents(url, lastId === undefined ? {} : { "last-event-id": lastId })) {
        if (name === "snapshot") {
          expect(connection, "a resumed stream needs no picture").toBe(0);
          for (const row of data.rows) rows.set(row.id, row);
        } else expect(seen).not.toContain(id);
        if (name === "changes") fold(data);
        seen.push(id);
        lastId = id;
        told += 1;
        if (told > 12) break;
      }
    }
    const whole = await firstOf(url);
    if (whole.id !== lastId)
      for await (const { id, name, data } of readEvents(url, { "last-event-id": lastId ?? "" })) {
        if (name === "changes") fold(data);
        if (id === whole.id) break;
      }
    const byId = (list: { id: string }[]) => new Map(list.map((row) => [row.id, row]));
    expect(rows).toEqual(byId(whole.data.rows));
    for (const id of ["00000000-5", "nonsense", `${lastId?.split("-")[0]}-999999999`])
      expect((await firstOf(url, { "last-event-id": id })).name, id).toBe("snapshot");
  });

  async function firstOf(url: string, headers: Record<string, string> = {}) {
    for await (const event of readEvents(url, headers)) return event;
    throw new Error("nothing was told");
  }
});
