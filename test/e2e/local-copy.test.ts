import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SQL_EXAMPLES, SQL_VIEWS } from "../../src/app/local-copy.ts";
import type { ConversationSummary } from "../../src/index.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, MAIN, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

describe("a local copy on the command line", () => {
  const home = createHome();
  let simulator: Simulator;
  let env: Record<string, string>;
  const run = (...args: string[]) => runNowthen(args, { env });
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, "--format", "json");
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  beforeAll(async () => {
    simulator = await startSimulator({ perDay: 60, days: 20, requestsPerMinute: 1_000_000 });
    env = pointAt(simulator, home.path);
    expect((await run("sync", "--since", "5d")).stdout).toContain("conversations new");
  });
  afterAll(async () => {
    await simulator.close();
    home[Symbol.dispose]();
  });

  test("says what it holds, and proves what it covers", async () => {
    const status = await json("status");
    expect(status).toMatchObject({ missingStretches: 0, conversations: expect.any(Number) });
    expect(status.conversations).toBe(status.live + status.recent + status.settled);
    const gaps = await run("gaps");
    expect(gaps.code).toBe(0);
    expect(gaps.stdout).toContain("Nothing is missing.");
  });

  test("is asked without any request, and gives what the API gives", async () => {
    const to = new Date(Date.now() - 40 * 60_000).toISOString();
    const range = ["--from", new Date(Date.now() - 4 * 86_400_000).toISOString(), "--to", to, "--format", "ndjson"];
    const before = simulator.requests.length;
    const copied = await run("history", ...range, "--source", "store");
    expect(copied.code, copied.stderr).toBe(0);
    expect(simulator.requests.length).toBe(before);
    const asked = await run("history", ...range, "--source", "query");
    const bare = ({ provenance: _, ...row }: ConversationSummary) => row;
    const over = (text: string) =>
      parseLines<ConversationSummary>(text)
        .filter(({ state }) => state === "ended")
        .map(bare);
    const [inCopy, fromApi] = [over(copied.stdout), over(asked.stdout)];
    expect(inCopy.length).toBeGreaterThan(50);
    const ended = new Set(inCopy.map(({ conversationId }) => conversationId));
    expect(inCopy).toEqual(fromApi.filter(({ conversationId }) => ended.has(conversationId)));
    const mixed = await run("history", "--days", "4", "--format", "ndjson");
    expect(mixed.stderr).toMatch(/complete/);
    const explained = await json("explain", "history", "--days", "4");
    expect(explained.rows[0]).toMatchObject({ api: "the local copy" });
  });

  test("counts without any request, with percentiles and how many were at work at once", async () => {
    const range = [
      "--from",
      new Date(Date.now() - 3 * 86_400_000).toISOString(),
      "--to",
      new Date(Date.now() - 3_600_000).toISOString(),
    ];
    const before = simulator.requests.length;
    const { rows, meta } = await json("stats", ...range, "--by", "media", "--percentiles", "--concurrency");
    expect(simulator.requests.length).toBe(before);
    expect(meta).toMatchObject({ requestsUsed: 0, complete: true });
    const voice = rows.find(({ mediaType }: { mediaType: string }) => mediaType === "voice");
    expect(voice.percentiles.tHandle.p95).toBeGreaterThanOrEqual(voice.percentiles.tHandle.p50);
    expect(voice.concurrent.max).toBeGreaterThanOrEqual(voice.concurrent.mean);
    // Whoever wonders why requests are made all the same is told.
    const [step] = (await json("explain", "stats", ...range)).rows;
    expect(step.why).toMatch(/the local copy does not count it: what began before .* \(--source store counts/);
    const refused = await run("stats", ...range, "--by", "wrap-up", "--concurrency");
    expect(refused.code).toBe(2);
  });

  test("is held against the aggregates, with a cause for each difference", async () => {
    const range = [
      "--from",
      new Date(Date.now() - 3 * 86_400_000).toISOString(),
      "--to",
      new Date(Date.now() - 7_200_000).toISOString(),
    ];
    const { code, stdout, stderr } = await run(
      "verify",
      ...range,
      "--by",
      "media",
      "--source",
      "store",
      "--format",
      "json",
    );
    expect([0, 13], stderr).toContain(code);
    const { rows, meta } = JSON.parse(stdout);
    expect(meta.compared).toBeGreaterThan(20);
    for (const { cause } of rows) expect(["late", "edge", "expired-callback", "rewritten-or-hidden"]).toContain(cause);
  });

  test("shows what has settled without any request", async () => {
    const [row] = await json("sql", "SELECT conversation_id FROM conversations WHERE finality = 'settled' LIMIT 1");
    if (row === undefined) return;
    const before = simulator.requests.filter(({ path }) => path.includes("/details")).length;
    expect((await run("show", row.conversation_id)).code).toBe(0);
    expect(simulator.requests.filter(({ path }) => path.includes("/details")).length).toBe(before);
  });

  test("is asked by SQL: each view has the columns that its page names, and each example runs", async () => {
    for (const { name, columns } of SQL_VIEWS) {
      const rows: { column_name: string }[] = await json("sql", `SELECT column_name FROM (DESCRIBE ${name})`);
      const found = rows.map(({ column_name }) => column_name);
      expect(found, name).toEqual(expect.arrayContaining(Object.keys(columns)));
    }
    for (const { sql } of SQL_EXAMPLES) expect((await run("sql", sql)).code, sql).toBe(0);
    const schema = await run("sql");
    for (const { name } of SQL_VIEWS) expect(schema.stdout).toContain(`${name}: `);
    const wrong = await run("sql", "SELECT wrapUp FROM segments");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("wrap_up");
  });

  test("forgets a conversation for good, after saying what it would do", async () => {
    const [{ conversation_id: id }] = await json(
      "sql",
      "SELECT conversation_id FROM conversations WHERE state = 'ended' LIMIT 1",
    );
    expect((await run("forget", id)).stdout).toContain("would be removed");
    expect((await run("forget", id, "--yes")).stdout).toContain("1 conversation removed");
    expect((await run("forget", id, "--yes")).code).toBe(6);
    await run("sync", "--since", "6d");
    expect(await json("sql", `SELECT count(*) AS n FROM conversations WHERE conversation_id = '${id}'`)).toMatchObject([
      { n: "0" },
    ]);
  });

  test("forgets all in which a number stands, however it is written", async () => {
    const [{ a }] = await json(
      "sql",
      "SELECT customer_address AS a FROM conversations WHERE customer_address LIKE 'tel:+%' LIMIT 1",
    );
    const number = String(a).replace("tel:", "");
    const written = `${number.slice(0, 5)} ${number.slice(5, 8)}-${number.slice(8)}`;
    expect((await run("forget", written, "--yes")).stdout).toContain("removed with all versions");
    const [{ n }] = await json("sql", `SELECT count(*) AS n FROM details WHERE detail::VARCHAR LIKE '%${number}%'`);
    expect(n).toBe("0");
  });

  test("is not there before somebody makes it, and that is said", async () => {
    const { code, stderr } = await run("status", "--store", join(home.path, "nowhere"));
    expect(code).toBe(6);
    expect(stderr).toContain("nowthen sync");
  });

  test("refuses options that mean nothing, before any request", async () => {
    const before = simulator.requests.length;
    for (const args of [
      ["--since", "yesteryear"],
      ["--settle", "1,x"],
      ["--keep-versions", "long"],
    ])
      expect((await run("sync", ...args)).code, args.join(" ")).toBe(2);
    expect(simulator.requests.length).toBe(before);
  });
});

describe("records from files", () => {
  const home = createHome();
  afterAll(() => home[Symbol.dispose]());
  const env = { NOWTHEN_STORE: join(home.path, "copy") };

  test.skipIf(!existsSync(join(process.env["NOWTHEN_RECORDED"] ?? "", "details")))(
    "recorded ones go in, and come out equal in content (NOWTHEN_RECORDED)",
    async () => {
      const details = join(process.env["NOWTHEN_RECORDED"] ?? "", "details");
      const files = readdirSync(details).map((name) => join(details, name));
      const first = await runNowthen(["import", ...files], { env });
      expect(first.code, first.stderr).toBe(0);
      expect((await runNowthen(["import", ...files], { env })).stdout).toContain("Nothing has changed");
      const status = await runNowthen(["status"], { env });
      expect(status.stdout).toContain("No sync has come through yet");
      expect(status.stdout).not.toContain("never");
      const { stdout } = await runNowthen(["sql", "SELECT detail::VARCHAR AS d FROM details", "--format", "ndjson"], {
        env,
      });
      const out = parseLines<{ d: string }>(stdout).map(({ d }) => JSON.parse(d) as { conversationId: string });
      const byId = new Map(out.map((record) => [record.conversationId, record]));
      expect(byId.size).toBe(files.length);
      expect(out).toHaveLength(files.length);
      for (const file of files) {
        const record = JSON.parse(readFileSync(file, "utf8")) as { conversationId: string };
        expect(byId.get(record.conversationId), file).toEqual(record);
      }
    },
  );

  test("what can't be read is set aside with its place", async () => {
    const file = join(home.path, "some.ndjson");
    writeFileSync(file, '{"conversationId":"a"}\n{"conversationId":7}\nnonsense\n{"conversationId":"b"}\n');
    const { code, stdout, stderr } = await runNowthen(["import", file], { env });
    expect(code).toBe(12);
    expect(stdout).toContain("2 conversations new");
    expect(stderr).toContain("line 3");
  });

  test.skipIf(process.platform === "win32")(
    "a disk without room loses nothing, and the same command ends it",
    async () => {
      const file = join(home.path, "many.ndjson");
      const note = "x".repeat(900);
      const lines = Array.from({ length: 6_000 }, (_, index) =>
        JSON.stringify({ conversationId: `many-${index}`, note }),
      );
      writeFileSync(file, lines.join("\n"));
      const copy = { ...env, NOWTHEN_STORE: join(home.path, "small") };
      // A file may grow to 1 MB: to a process that is what a full disk is.
      const limited = spawn(
        "bash",
        ["-c", `trap '' XFSZ; ulimit -f 1000; exec "$0" "$@"`, process.execPath, MAIN, "import", file],
        {
          env: { PATH: process.env["PATH"], HOME: home.path, ...copy },
          cwd: tmpdir(),
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      const said: Buffer[] = [];
      limited.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
      const [code] = await once(limited, "close");
      expect(code, Buffer.concat(said).toString()).toBe(11);
      expect(Buffer.concat(said).toString()).toContain("Make room");
      const again = await runNowthen(["import", file], { env: copy });
      expect(again.code, again.stderr).toBe(0);
      const { stdout } = await runNowthen(["sql", "SELECT count(*) AS n FROM conversations", "--format", "csv"], {
        env: copy,
      });
      expect(stdout.split("\n")[1]?.trim()).toBe("6000");
      expect(statSync(join(home.path, "small", "store.duckdb")).size).toBeGreaterThan(0);
    },
  );
});
