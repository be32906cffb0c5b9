import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FaultPlan, type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

const DETAILS = { method: "POST", path: "/analytics/conversations/details/query" };

interface Scene {
  simulator: Simulator;
  env: Record<string, string>;
}

async function open(faults: FaultPlan["faults"] = [], options: Partial<SimulatorOptions> = {}): Promise<Scene> {
  const simulator = await startSimulator({ perDay: 200, days: 10, lags: "off", faults: { faults }, ...options });
  const home = createHome();
  onTestFinished(async () => {
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, env: pointAt(simulator, home.path) };
}

/** The ids of what really began in the range, by the simulator's own account. */
function trueIds({ simulator }: Scene, from: string, to: string): string[] {
  return simulator
    .truth()
    .begunIn({ from: Date.parse(from), to: Date.parse(to) })
    .map(({ conversationId }) => conversationId)
    .sort();
}

function yesterday(): { from: string; to: string } {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  return { from: new Date(midnight - 2 * 86_400_000).toISOString(), to: new Date(midnight - 86_400_000).toISOString() };
}

async function expectWholeHistory(scene: Scene, args: readonly string[] = []) {
  const { from, to } = yesterday();
  const run = await runNowthen(["history", "--from", from, "--to", to, "--format", "ndjson", ...args], {
    env: scene.env,
  });
  expect(run.code, run.stderr).toBe(0);
  const ids = parseLines<{ conversationId: string }>(run.stdout).map(({ conversationId }) => conversationId);
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.sort()).toEqual(trueIds(scene, from, to));
  return run;
}

describe("what is wrong with the settings is said before anything is asked", () => {
  test("a wrong secret: 4, with what to check", async () => {
    const { env } = await open();
    const run = await runNowthen(["live"], { env: { ...env, GENESYS_CLOUD_CLIENT_SECRET: "wrong" } });
    expect(run).toMatchObject({ code: 4, stdout: "" });
    expect(run.stderr).toMatch(/Signing in .* failed: 401 invalid_client: authentication failed/);
    expect(run.stderr).toMatch(/Check GENESYS_CLOUD_CLIENT_SECRET/);
    expect(run.stderr).toMatch(/correlation id: \S+/);
    expect(run.stderr).not.toContain("wrong");
  });

  test("an unknown client: 4, and that a client exists in one region only", async () => {
    const { env } = await open();
    const run = await runNowthen(["live"], { env: { ...env, GENESYS_CLOUD_CLIENT_ID: "nobody" } });
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/400 invalid_client: client not found[\s\S]*one region only/);
  });

  test("an unknown region: 3, with the list", async () => {
    const run = await runNowthen(["live", "--region", "mars-north-1"]);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(
      /"mars-north-1" is none of Genesys Cloud's[\s\S]*us-east-1 \(mypurecloud.com\)[\s\S]*edee1.eusc-pure.cloud/,
    );
  });

  test("reversed dates: 2, without a single request", async () => {
    const { env, simulator } = await open();
    const run = await runNowthen(["history", "--from", "2026-11-02", "--to", "2026-11-01"], { env });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/ends before it begins/);
    expect(simulator.requests).toHaveLength(0);
  });
});

describe("names", () => {
  test("an unknown user: 6, with what may be given", async () => {
    const { env } = await open();
    const run = await runNowthen(["live", "--user", "nobody@example.invalid"], { env });
    expect(run).toMatchObject({ code: 6, stdout: "" });
    expect(run.stderr).toMatch(/no user "nobody@example.invalid"[\s\S]*id, e-mail address or name/);
  });

  test("an id that no user has: 6", async () => {
    const { env } = await open();
    expect((await runNowthen(["live", "--user", "00000000-0000-4000-8000-000000000000"], { env })).code).toBe(6);
  });
});

describe("a server in trouble costs patience, not conversations", () => {
  test("a 429 with Retry-After: 2 is waited for", async () => {
    const scene = await open([{ match: DETAILS, after: 1, do: { status: 429, retryAfter: 2 } }]);
    const run = await expectWholeHistory(scene);
    expect(run.stderr).toMatch(/rate limit is reached \(429\), trying again in 2\.0 s/);
    const at = scene.simulator.requests
      .filter(({ path }) => path.includes("details/query"))
      .map((request) => request.at);
    const pauses = at.slice(1).map((instant, index) => instant - (at[index] ?? instant));
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(1_900);
  });

  test("a 429 that asks for hours is not waited for: 7, and when to come back", async () => {
    const { env } = await open([{ match: DETAILS, times: "always", do: { status: 429, retryAfter: 7200 } }]);
    const run = await runNowthen(["history"], { env });
    expect(run.code).toBe(7);
    expect(run.stderr).toMatch(/pause of 120 minutes[\s\S]*--max-wait/);
  });

  test("a token that expires between two pages is replaced", async () => {
    const scene = await open([{ match: DETAILS, after: 1, do: { expireToken: true } }]);
    await expectWholeHistory(scene);
    expect(scene.simulator.requests.filter(({ path }) => path === "/oauth/token")).toHaveLength(2);
  });

  test("a connection closed half-way through a page is opened again", async () => {
    await expectWholeHistory(await open([{ match: DETAILS, after: 1, do: { halfBody: true } }]));
    await expectWholeHistory(await open([{ match: DETAILS, after: 1, do: { resetConnection: true } }]));
  });

  test("a page of broken JSON is asked for again", async () => {
    await expectWholeHistory(await open([{ match: DETAILS, after: 1, do: { brokenJson: true } }]));
  });

  test("5xx answers are tried again", async () => {
    await expectWholeHistory(await open([{ match: DETAILS, times: 2, do: { status: 503 } }]));
  });
});

describe("a server that stays in trouble is given up with one clear message", () => {
  test.each([
    ["broken JSON", { brokenJson: true }, 10, /not valid JSON/],
    ["a connection closed half-way", { halfBody: true }, 9, /tried 5 times/],
    ["500", { status: 500 }, 10, /500 internal\.server\.error/],
    ["504", { status: 504 }, 8, /504/],
  ] as const)("%s", { timeout: 60_000 }, async (_, fault, code, message) => {
    const { env } = await open([{ match: DETAILS, times: "always", do: fault }]);
    const run = await runNowthen(["history", "--format", "ndjson"], { env });
    expect(run.code, run.stderr).toBe(code);
    expect(run.stderr).toMatch(/nowthen: Reading page 1 of the conversations of .* failed/);
    expect(run.stderr).toMatch(message);
  });

  test("nothing listens: 9, and what to check", async () => {
    const { env, simulator } = await open();
    await simulator.close();
    const run = await runNowthen(["live"], { env });
    expect(run.code).toBe(9);
    expect(run.stderr).toMatch(/Signing in .* failed: .*ECONNREFUSED[\s\S]*Nothing listens there/);
  });

  test("an answer that does not come: 8", async () => {
    const { env } = await open([{ match: DETAILS, times: "always", do: { delayMs: 60_000 } }]);
    const run = await runNowthen(["history", "--timeout", "0.2"], { env });
    expect(run.code).toBe(8);
    expect(run.stderr).toMatch(/no whole answer within 0\.2 s/);
  });

  test("a missing permission: 5, by name", async () => {
    const { env } = await open([], {
      withoutPermissions: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"],
    });
    const run = await runNowthen(["history"], { env });
    expect(run.code).toBe(5);
    expect(run.stderr).toMatch(/403 missing\.any\.permissions/);
    expect(run.stderr).toMatch(
      /Ask an administrator .* analytics:conversationDetail:view or analytics:agentConversationDetail:view/,
    );
  });

  test("names that may not be read leave the conversations, with a note", async () => {
    const scene = await open([], { withoutPermissions: ["routing:queue:view"] });
    const run = await runNowthen(["history", "--days", "1"], { env: scene.env });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Names of queues are missing[\s\S]*routing:queue:view/);
  });
});

describe("answers that are no answers", () => {
  test.each([
    ["an empty body", ""],
    ["an object of another kind", { message: "maintenance" }],
    ["a list", []],
    ["conversations that are no list", { conversations: {} }],
  ])("%s is not taken for the end of the history", async (_, body) => {
    const { env } = await open([{ match: DETAILS, after: 1, times: "always", do: { status: 200, body } }]);
    const run = await runNowthen(["history", "--format", "ndjson"], { env });
    expect(run.code, run.stderr).toBe(10);
    expect(run.stderr).toMatch(/Reading page 2 .* failed: the answer is of another shape/);
  });

  test("one of them in passing costs a repetition", async () => {
    await expectWholeHistory(
      await open([{ match: DETAILS, after: 1, do: { status: 200, body: { message: "maintenance" } } }]),
    );
  });

  test.each([
    ["a redirect", { status: 302, body: "" }],
    ["a page that is no JSON", { status: 404, body: "<html>" }],
  ])("%s means another host: 3", async (_, fault) => {
    const { env } = await open([{ match: DETAILS, times: "always", do: fault }]);
    const run = await runNowthen(["history"], { env });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/does not look like the API of Genesys Cloud/);
  });
});

describe("more open conversations than the details query pages through", () => {
  test("are read in parts of the time", async () => {
    const scene = await open([], { perDay: 400, days: 90, depthMax: 100, requestsPerMinute: 10_000 });
    const before = Date.now();
    const run = await runNowthen(["live", "--format", "ndjson"], { env: scene.env });
    expect(run.code, run.stderr).toBe(0);
    const rows = parseLines<{ conversationId: string }>(run.stdout).map(({ conversationId }) => conversationId);
    const atStart = scene.simulator.truth().activeAt(before);
    const atEnd = new Set(
      scene.simulator
        .truth()
        .activeAt(Date.now())
        .map(({ conversationId }) => conversationId),
    );
    for (const { conversationId } of atStart) if (atEnd.has(conversationId)) expect(rows).toContain(conversationId);
    const queries = scene.simulator.requests.filter(({ path }) => path.endsWith("/details/query"));
    expect(queries.length).toBeLessThan(40);
  });
});

describe("the token", () => {
  test("is shared by runs: the second one does not sign in", async () => {
    const { env, simulator } = await open();
    await runNowthen(["live"], { env });
    await runNowthen(["live"], { env });
    expect(simulator.requests.filter(({ path }) => path === "/oauth/token")).toHaveLength(1);
  });

  test("is never printed, not even by --verbose", async () => {
    const { env } = await open();
    const run = await runNowthen(["live", "--verbose"], { env });
    expect(run.stderr).toMatch(/POST \/api\/v2\/analytics\/conversations\/details\/query 200 \d+ ms \S+/);
    const folder = join(env["HOME"] ?? "", ".cache", "nowthen", "tokens");
    const [file = ""] = readdirSync(folder);
    const { accessToken } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { accessToken: string };
    expect(accessToken.length).toBeGreaterThan(10);
    expect(run.stdout + run.stderr).not.toContain(accessToken);
    expect(run.stdout + run.stderr).not.toMatch(/Bearer|Basic /);
    expect(run.stdout + run.stderr).not.toContain(env["GENESYS_CLOUD_CLIENT_SECRET"]);
  });
});
