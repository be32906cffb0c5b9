import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportMeta } from "../../src/index.ts";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import type { LiveConversationView } from "../../src/model/live-view.ts";
import { type Simulator, startSimulator, type TrueConversation } from "../../src/simulator/index.ts";
import { collect, createHome, parseLines, pointAt, runNowthen, startNowthen } from "../support/run-nowthen.ts";

interface Report {
  active: LiveConversationView[];
  history: ConversationSummary[];
  meta: ReportMeta;
}

const home = createHome();
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ lags: "off" });
  env = pointAt(simulator, home.path);
});
afterAll(async () => {
  await simulator.close();
  home[Symbol.dispose]();
});

const ids = (rows: readonly { conversationId: string }[]) => rows.map(({ conversationId }) => conversationId).sort();
const midnight = () => Math.floor(Date.now() / 86_400_000) * 86_400_000;

describe("nowthen alone, without any credentials", () => {
  test("reports the simulated organisation, says so, and names what to try next", async () => {
    const run = await runNowthen([]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(
      /^This is the built-in simulated organisation.*GENESYS_CLOUD_REGION.*\n\nActive now: \d+/,
    );
    expect(run.stdout).toMatch(/\nHistory: \d+ began .*; the newest 20:\n/);
    expect(run.stdout).toMatch(
      /Next:\n {2}npx nowthen live .*\n {2}npx nowthen history .*\n {2}npx nowthen show [0-9a-f-]{36}/,
    );
    expect(run.stdout).toMatch(/\d+ requests; as of .*; complete\.\n$/);
    // A slow machine may show progress; nothing else belongs there.
    expect(run.stderr).toMatch(/^((open conversations|conversations since).*\n)*$/);
  });

  test("as JSON: active, history and meta, in which no conversation stands twice", async () => {
    const run = await runNowthen(["report", "--format", "json"]);
    const { active, history, meta } = JSON.parse(run.stdout) as Report;
    expect(active.length).toBeGreaterThanOrEqual(15);
    expect(active.length).toBeLessThanOrEqual(60);
    expect(history.length).toBeGreaterThan(2_000);
    expect(new Set(ids([...active, ...history])).size).toBe(active.length + history.length);
    expect(meta).toMatchObject({
      question: "report",
      complete: true,
      reason: null,
      active: active.length,
      rows: history.length,
      setAsideCount: 0,
    });
    expect(meta.notes.join()).toMatch(/simulated organisation/);
  });
});

describe("history", () => {
  const DAYS = 9;

  test("is every conversation that began in the range, once, with what really happened in it", async () => {
    const from = midnight() - DAYS * 86_400_000 + 5_000_000;
    const to = midnight() - 86_400_000;
    const run = await runNowthen(
      ["history", "--from", new Date(from).toISOString(), "--to", new Date(to).toISOString(), "--format", "ndjson"],
      { env },
    );
    expect(run.code, run.stderr).toBe(0);
    const rows = parseLines<ConversationSummary>(run.stdout);
    const truth = simulator.truth().begunIn({ from, to });
    expect(ids(rows)).toEqual(ids(truth));
    const byId = new Map(truth.map((conversation) => [conversation.conversationId, conversation]));
    for (const row of rows) if (row.state === "ended") expectTrue(row, byId.get(row.conversationId));
    const starts = rows.map(({ startedAt }) => startedAt ?? "");
    expect(starts).toEqual([...starts].sort());
  });

  test("costs one closing request a window beside the full pages", async () => {
    const before = simulator.requests.length;
    await runNowthen(["history", "--days", "7", "--format", "ndjson"], { env });
    const queries = simulator.requests.slice(before).filter(({ path }) => path.endsWith("/details/query"));
    const now = Date.now();
    const touched = simulator
      .truth()
      .begunIn({ from: Math.floor((now - 7 * 86_400_000) / 86_400_000) * 86_400_000, to: now });
    expect(queries.length).toBeLessThanOrEqual(Math.ceil(touched.length / 100) + 2);
  });

  test("of a user is every conversation that the user took part in, found by id, capitals, e-mail and name alike", async () => {
    const range = { from: midnight() - 3 * 86_400_000, to: midnight() };
    const began = simulator.truth().begunIn(range);
    const userId = began.flatMap(({ userIds }) => userIds)[0] ?? "";
    const expected = ids(began.filter(({ userIds }) => userIds.includes(userId)));
    expect(expected.length).toBeGreaterThan(0);
    const { email, name } = await lookUp(userId);
    const days = ["--from", new Date(range.from).toISOString(), "--to", new Date(range.to).toISOString()];
    for (const user of [userId, userId.toUpperCase(), email, name]) {
      const run = await runNowthen(["history", "--user", user, ...days, "--format", "ndjson"], { env });
      expect(run.code, run.stderr).toBe(0);
      expect(ids(parseLines(run.stdout)), user).toEqual(expected);
    }
  });

  test("of a queue, by its name", async () => {
    const first = parseLines<ConversationSummary>(
      (await runNowthen(["history", "--days", "1", "--format", "ndjson"], { env })).stdout,
    );
    const queue = first.flatMap(({ queues }) => queues)[0];
    const run = await runNowthen(["history", "--queue", queue?.name ?? "", "--days", "1", "--format", "ndjson"], {
      env,
    });
    const rows = parseLines<ConversationSummary>(run.stdout);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(first.length);
  });
});

/** A user as the simulator lists it. */
async function lookUp(userId: string): Promise<{ email: string; name: string }> {
  const basic = Buffer.from(`${simulator.clientId}:${simulator.clientSecret}`).toString("base64");
  const signIn = await fetch(`${simulator.url}/oauth/token?grant_type=client_credentials`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const user = await fetch(`${simulator.url}/api/v2/users/${userId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await user.json()) as { email: string; name: string };
}

/** Numbers of the simulator's own account, which no rendering of a record has gone through. */
function expectTrue(row: ConversationSummary, truth: TrueConversation | undefined): void {
  const shown = {
    offered: row.offered,
    answered: row.answered,
    abandoned: row.abandoned,
    talkMs: row.talkMs,
    heldMs: row.heldMs,
    acwMs: row.acwMs,
    queueIds: row.queueIdsOffered,
    wrapUpCodes: [...row.wrapUpCodes].sort(),
    direction: row.direction,
  };
  const real = {
    offered: truth?.offered,
    answered: truth?.answered,
    abandoned: truth?.abandoned,
    talkMs: truth?.talkMs,
    heldMs: truth?.heldMs,
    acwMs: truth?.acwMs,
    queueIds: truth?.queueIds,
    wrapUpCodes: [...(truth?.wrapUpCodes ?? [])].sort(),
    direction: truth?.direction,
  };
  expect(shown, row.conversationId).toEqual(real);
}

describe("live", () => {
  test("is what is active, with state and participants, and nothing that has ended or only lingers", async () => {
    const before = Date.now();
    const run = await runNowthen(["live", "--format", "ndjson"], { env });
    const after = Date.now();
    expect(run.code, run.stderr).toBe(0);
    const rows = parseLines<LiveConversationView>(run.stdout);
    const atStart = new Set(ids(simulator.truth().activeAt(before)));
    const atEnd = new Set(ids(simulator.truth().activeAt(after)));
    // Seconds pass while it reads: what was active all along must be there, what never was must not.
    for (const id of atStart) if (atEnd.has(id)) expect(ids(rows)).toContain(id);
    for (const { conversationId } of rows)
      expect(atStart.has(conversationId) || atEnd.has(conversationId), conversationId).toBe(true);
    for (const { participants, liveState, state } of rows) {
      expect([state, participants.length > 0]).toEqual(["active", true]);
      expect([
        "connected",
        "held",
        "alerting",
        "dialing",
        "waiting",
        "ivr",
        "parked",
        "scheduled",
        "wrapup",
        "other",
      ]).toContain(liveState);
    }
  });

  test("counts lingering ones in one line and lists them when asked", async () => {
    const run = await runNowthen(["live"], { env });
    const counted = Number(/(\d+) lingering/.exec(run.stdout)?.[1]);
    expect(counted).toBeGreaterThan(0);
    const listed = parseLines<LiveConversationView>(
      (await runNowthen(["live", "--lingering", "--format", "ndjson"], { env })).stdout,
    );
    expect(listed.every(({ state }) => state === "lingering")).toBe(true);
    expect(Math.abs(listed.length - counted)).toBeLessThanOrEqual(1);
  });

  test("of a user is where that user is now", async () => {
    const everyone = parseLines<LiveConversationView>(
      (await runNowthen(["live", "--all", "--format", "ndjson"], { env })).stdout,
    );
    const present = (row: LiveConversationView, userId: string) =>
      row.participants.some((one) => one.userId === userId && one.state !== "disconnected");
    // E-mails and messages lie with an agent for hours, so somebody is always in one.
    const settled = everyone.filter(({ mediaTypes }) => mediaTypes.includes("email"));
    const userId =
      settled
        .flatMap(({ participants }) => participants)
        .find((one) => one.userId !== null && one.state !== "disconnected")?.userId ?? "";
    expect(userId).not.toBe("");
    const run = await runNowthen(["live", "--user", userId.toUpperCase(), "--format", "ndjson"], { env });
    const rows = parseLines<LiveConversationView>(run.stdout);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(present(row, userId), row.conversationId).toBe(true);
    const mails = (all: LiveConversationView[]) =>
      ids(all.filter((row) => row.mediaTypes.includes("email") && present(row, userId)));
    expect(mails(rows)).toEqual(mails(everyone));
  });
});

describe("show", () => {
  test("tells one conversation's story in time order, with names", async () => {
    const [{ conversationId } = { conversationId: "" }] = simulator
      .truth()
      .begunIn({ from: midnight() - 86_400_000, to: midnight() })
      .filter(({ answered }) => answered > 0);
    const run = await runNowthen(["show", conversationId], { env });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(new RegExp(`^Conversation +${conversationId}\n`));
    expect(run.stdout).toMatch(/\n(Agents|Queues) +\S/);
    const json = await runNowthen(["show", conversationId, "--format", "json"], { env });
    const { conversation, timeline } = JSON.parse(json.stdout) as {
      conversation: ConversationSummary;
      timeline: { startedAt: string }[];
    };
    expect(conversation.conversationId).toBe(conversationId);
    const starts = timeline.map(({ startedAt }) => startedAt);
    expect(starts).toEqual([...starts].sort());
  });

  test("an unknown conversation: 6", async () => {
    expect((await runNowthen(["show", "00000000-0000-4000-8000-000000000000"], { env })).code).toBe(6);
  });
});

test("a name that fits several users lists them and stops: 2", async () => {
  const run = await runNowthen(["live", "--user", "a"], { env });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toMatch(/"a" fits \d+ users:\n( {2}.+ <.+@.+> [0-9a-f-]{36}\n)+/);
});

describe("doctor", () => {
  test("finds all well", async () => {
    const run = await runNowthen(["doctor"], { env });
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).toMatch(/ok +sign in: [\s\S]*All is well\.\n$/);
    expect(run.stdout).toMatch(/ok +notifications: a channel was opened, connected to and listens/);
  });

  test("says what a watch and counts of now lack, which is no failure", async () => {
    const withoutPermissions = ["conversation:communication:view", "analytics:queueObservation:view"];
    await using narrow = await startSimulator({ withoutPermissions });
    const run = await runNowthen(["doctor"], { env: pointAt(narrow, home.path) });
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).toMatch(
      /warning +notifications: .*refused; a watch sees everything by asking.*\n.*conversation:communication:view/,
    );
    expect(run.stdout).toMatch(/warning +queue observations: not permitted \(analytics:queueObservation:view\)/);
  });

  test("names a refused permission, and the divisions that a grant in one of them hides", async () => {
    const narrow = await startSimulator({ divisions: ["Home"], withoutPermissions: ["routing:wrapupCode:view"] });
    const run = await runNowthen(["doctor"], { env: pointAt(narrow, home.path) });
    await narrow.close();
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/failed +names of wrap-up codes: [\s\S]*routing:wrapupCode:view/);
    expect(run.stdout).toMatch(/warning +divisions: the client sees 1 of 3 divisions \(Home\)/);
  });

  test("a wrong secret ends it at once: 4", async () => {
    const run = await runNowthen(["doctor"], { env: { ...env, GENESYS_CLOUD_CLIENT_SECRET: "wrong" } });
    expect(run.code).toBe(4);
    expect(run.stdout).toMatch(/failed +sign in: /);
    expect(run.stdout).not.toMatch(/token/);
  });
});

describe("the output", () => {
  test("says the same in every format", async () => {
    const range = [
      "--from",
      new Date(midnight() - 86_400_000).toISOString(),
      "--to",
      new Date(midnight()).toISOString(),
    ];
    const [json, ndjson, csv, table] = await Promise.all(
      ["json", "ndjson", "csv", "table"].map((format) =>
        runNowthen(["history", ...range, "--format", format], { env }),
      ),
    );
    const rows = ids(JSON.parse(json?.stdout ?? "") as ConversationSummary[]);
    expect(rows.length).toBeGreaterThan(100);
    expect(ids(parseLines(ndjson?.stdout ?? ""))).toEqual(rows);
    const firstCells = (text: string) => text.split("\n").map((line) => line.split(/[,\s]/)[0] ?? "");
    expect(firstCells(csv?.stdout ?? "").filter((cell) => rows.includes(cell))).toHaveLength(rows.length);
    expect(firstCells(table?.stdout ?? "").filter((cell) => rows.includes(cell))).toHaveLength(rows.length);
    expect(table?.stdout).not.toContain("\u001b[");
    for (const run of [json, ndjson, csv])
      expect(run?.stderr).toMatch(/conversations; \d+ requests; as of .*; complete\./);
  });

  test("stops quietly when nobody reads on", async () => {
    const child = startNowthen(["history", "--days", "7", "--format", "ndjson"], { env });
    const output = collect(child);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const [code] = (await once(child, "close")) as [number];
    expect([code, output().stderr.includes("Error")]).toEqual([0, false]);
  });

  test("Ctrl-C stops at once, with 130 and one line", async () => {
    const child = startNowthen(["history", "--days", "300", "--format", "ndjson"], { env });
    const output = collect(child);
    await once(child.stdout ?? child, "data");
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(130);
    expect(output().stderr).toMatch(/^nowthen: Stopped while .*\.\n$/m);
    expect(output().stderr).not.toMatch(/at .*\.js/);
  });

  test("Ctrl-C stops the reading of an idle standard input", async () => {
    const child = startNowthen(["summarize"], { env });
    const output = collect(child);
    child.stdin?.write('{"conversationId":"c1"}\n{"conversationId":"c2"}\n');
    setTimeout(() => child.kill("SIGINT"), 500);
    const [code] = (await once(child, "close")) as [number];
    expect([code, output().stderr]).toEqual([130, "nowthen: Stopped while reading stdin.\n"]);
  });

  test("an error before the first request does not leave the simulated organisation running", async () => {
    const run = await runNowthen(["live", "--ca-file", "/nonexistent/ca.pem"]);
    expect(run.code).toBe(3);
  });

  test("config shows what is set, also when it is wrong, and no password", async () => {
    const run = await runNowthen(["config"], {
      env: { GENESYS_CLOUD_REGION: "us-east-1", HTTPS_PROXY: "http://u:proxypw@h:1" },
    });
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/region +us-east-1 +GENESYS_CLOUD_REGION/);
    expect(run.stdout + run.stderr).not.toContain("proxypw");
  });

  test("words that every object knows are no commands", async () => {
    for (const word of ["constructor", "toString"]) {
      const run = await runNowthen([word]);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(`unknown command '${word}'`);
    }
  });

  test("completion scripts and suggestions come from the commands' own flags", async () => {
    for (const shell of ["bash", "zsh", "fish", "powershell"])
      expect((await runNowthen(["completion", shell])).stdout).toContain("nowthen");
    expect((await runNowthen(["complete", "--", "hi"])).stdout).toMatch(/^history\b/m);
    expect((await runNowthen(["complete", "--", "history", "--us"])).stdout).toMatch(/^--user\b/m);
  });
});

describe("sim", () => {
  test("prints its URL, client id and client secret, serves until Ctrl-C, and ends cleanly", async () => {
    const child = startNowthen(["sim", "--per-day", "20"]);
    const output = collect(child);
    while (!output().stdout.includes("Ctrl-C")) await once(child.stdout ?? child, "data");
    const field = (name: string) => new RegExp(`^${name}: (\\S+)$`, "m").exec(output().stdout)?.[1] ?? "";
    const served = { url: field("url"), clientId: field("client id"), clientSecret: field("client secret") };
    expect([served.clientId, served.clientSecret].every((text) => /^[A-Za-z0-9-]+$/.test(text))).toBe(true);
    const run = await runNowthen(["history", "--days", "1", "--format", "json"], { env: pointAt(served, home.path) });
    expect(run.code, run.stderr).toBe(0);
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    // It was meant to be stopped: there is nothing to complain about.
    expect([code, output().stderr]).toEqual([130, ""]);
  });

  test("refuses options that can't be", async () => {
    const run = await runNowthen(["sim", "--per-day", "many"]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/perDay/);
  });
});
