import { Agent, request } from "undici";
import { describe, expect, test } from "vitest";
import { type Fault, type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const ME = "/api/v2/tokens/me";

async function signIn({ url, clientId, clientSecret }: Simulator): Promise<Record<string, string>> {
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const { body } = await request(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization },
    body: "grant_type=client_credentials",
  });
  const { access_token } = (await body.json()) as { access_token: string };
  return { authorization: `Bearer ${access_token}` };
}

/** Asks for the token's own information, as often as told, with the given fault in the plan. */
async function meet(
  fault: Omit<Fault, "match">,
): Promise<{ simulator: Simulator; ask: () => ReturnType<typeof request> }> {
  const simulator = await startSimulator({ faults: { faults: [{ match: { path: ME }, ...fault }] } });
  const headers = await signIn(simulator);
  return { simulator, ask: () => request(simulator.url + ME, { headers }) };
}

describe("a fault of the plan", () => {
  test("answers with a status, a body and Retry-After", async () => {
    const { simulator, ask } = await meet({
      do: { status: 503, body: { code: "service.unavailable" }, retryAfter: 7, headers: { "X-Edge": "1" } },
    });
    await using _ = simulator;
    const answer = await ask();
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ "retry-after": "7", "x-edge": "1" });
    expect(await answer.body.json()).toEqual({ code: "service.unavailable" });
    expect((await ask()).statusCode).toBe(200);
    expect(simulator.requests.map(({ status }) => status)).toEqual([200, 503, 200]);
  });

  test("has the documented body of its status when the plan has none", async () => {
    const { simulator, ask } = await meet({ times: "always", do: { status: 429, retryAfter: 7200 } });
    await using _ = simulator;
    expect(await (await ask()).body.json()).toMatchObject({
      code: "too.many.requests.retry.after",
      message: "Rate limit exceeded the maximum. Retry the request in [7200] seconds",
      status: 429,
    });
    const edge = await meet({ do: { status: 502 } });
    await using __ = edge.simulator;
    expect(await (await edge.ask()).body.text()).toBe("");
  });

  test("resets the connection", async () => {
    const { simulator, ask } = await meet({ do: { resetConnection: true } });
    await using _ = simulator;
    await expect(ask()).rejects.toMatchObject({ code: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/) });
    expect((await ask()).statusCode).toBe(200);
    expect(simulator.requests.map(({ status }) => status)).toEqual([200, 0, 200]);
  });

  test("hangs up half-way through the body", async () => {
    const { simulator, ask } = await meet({ do: { halfBody: true } });
    await using _ = simulator;
    const answer = await ask();
    expect(answer.statusCode).toBe(200);
    await expect(answer.body.text()).rejects.toThrow();
  });

  test("sends JSON that ends too early", async () => {
    const { simulator, ask } = await meet({ do: { brokenJson: true } });
    await using _ = simulator;
    const text = await (await ask()).body.text();
    expect(text).toMatch(/^\{"organization"/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test("makes the token that is presented worthless", async () => {
    const { simulator, ask } = await meet({ after: 1, do: { expireToken: true } });
    await using _ = simulator;
    expect((await ask()).statusCode).toBe(200);
    expect((await ask()).statusCode).toBe(401);
    expect((await ask()).statusCode).toBe(401);
    const answer = await request(simulator.url + ME, { headers: await signIn(simulator) });
    expect(answer.statusCode).toBe(200);
  });

  test("delays by the simulator's clock", async () => {
    const clock = createFakeClock();
    await using simulator = await startSimulator(
      { faults: { faults: [{ match: { path: ME }, do: { delayMs: 60_000 } }] } },
      { clock },
    );
    const headers = await signIn(simulator);
    const answer = request(simulator.url + ME, { headers });
    while (clock.sleepers() === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(60_000);
    expect((await answer).statusCode).toBe(200);
  });
});

test("a bad plan or a port in use is refused at the start", async () => {
  await expect(startSimulator({ faults: { faults: [{ do: { status: 1 } }] } })).rejects.toMatchObject({
    kind: "input",
  });
  await expect(startSimulator({ faults: "/nowhere/plan.json" })).rejects.toMatchObject({ kind: "input" });
  await using simulator = await startSimulator();
  const port = Number(new URL(simulator.url).port);
  await expect(startSimulator({ port })).rejects.toMatchObject({ kind: "network", code: "SIMULATOR_LISTEN_FAILED" });
});

test("closing ends open keep-alive connections at once, and may be asked twice", async () => {
  const simulator = await startSimulator();
  const dispatcher = new Agent({ keepAliveTimeout: 60_000 });
  const answer = await request(simulator.url + ME, { dispatcher });
  await answer.body.text();
  const before = performance.now();
  await Promise.all([simulator.close(), simulator.close()]);
  expect(performance.now() - before).toBeLessThan(1_000);
  await expect(request(simulator.url + ME, { dispatcher })).rejects.toThrow();
  await dispatcher.close();
});

test("long answers are compressed for who accepts it", async () => {
  await using simulator = await startSimulator();
  const headers = await signIn(simulator);
  const accepting = { ...headers, "accept-encoding": "gzip" };
  const answer = await request(`${simulator.url}/api/v2/users?pageSize=100`, { headers: accepting });
  expect(answer.headers["content-encoding"]).toBe("gzip");
  const plain = await request(`${simulator.url}/api/v2/users?pageSize=100`, { headers });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(Buffer.byteLength(await plain.body.text())).toBeGreaterThan((await answer.body.arrayBuffer()).byteLength * 3);
});

test("an organisation is the same at every start", async () => {
  const read = async () => {
    await using simulator = await startSimulator({}, { clock: createFakeClock() });
    const headers = await signIn(simulator);
    const users = await (await request(`${simulator.url}/api/v2/users`, { headers })).body.text();
    const interval = "2026-03-08T00:00:00Z/2026-03-09T00:00:00Z";
    const page = await request(`${simulator.url}/api/v2/analytics/conversations/details/query`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ interval }),
    });
    return [simulator.clientId, simulator.clientSecret, users, await page.body.text()];
  };
  expect(await read()).toEqual(await read());
});
