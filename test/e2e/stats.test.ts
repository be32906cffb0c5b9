import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StatsMeta, StatsRow, VerifyMeta, VerifyRow } from "../../src/index.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

const DAY = 86_400_000;
const home = createHome();
let simulator: Simulator;
let env: Record<string, string>;
let week: string[];

beforeAll(async () => {
  simulator = await startSimulator({ lags: "off", perDay: 120, days: 30 });
  env = pointAt(simulator, home.path);
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  week = ["--from", new Date(midnight - 12 * DAY).toISOString(), "--to", new Date(midnight - 5 * DAY).toISOString()];
});
afterAll(async () => {
  await simulator.close();
  home[Symbol.dispose]();
});

const run = (...args: string[]) => runNowthen(args, { env });

describe("stats", () => {
  test("is a table for people, and says how it was come by", async () => {
    const { code, stdout, stderr } = await run("stats", "--by", "queue", ...week);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Queue +Offered +Answered +Abandoned .*Service level .*ASA .*AHT/);
    expect(stdout).toMatch(/\nBilling +\d+ +\d+ .* \d+\.\d % .*\d:\d\d/);
    expect(stdout).toMatch(/\d+ rows; \d+ requests; as of .*; complete\.\n$/);
  });

  test("is one object in JSON, rows in NDJSON, and a column a number in CSV", async () => {
    const args = ["stats", "--by", "queue", "--by", "media", "--interval", "1d", ...week, "--format"];
    const json = await run(...args, "json");
    const { rows, meta } = JSON.parse(json.stdout) as { rows: StatsRow[]; meta: StatsMeta };
    expect(meta).toMatchObject({ question: "stats", by: ["queue", "media"], interval: "P1D", complete: true });
    expect(meta.rows).toBe(rows.length);
    expect(parseLines<StatsRow>((await run(...args, "ndjson")).stdout)).toEqual(rows);
    const [header = "", ...lines] = (await run(...args, "csv")).stdout.trim().split(/\r?\n/);
    expect(header.split(",")).toEqual(
      expect.arrayContaining(["from", "to", "queueId", "queueName", "mediaType", "offered", "ahtMs", "tHandle.sum"]),
    );
    expect(lines).toHaveLength(rows.length);
    const place = header.split(",").indexOf("tHandle.sum");
    expect(lines.map((line) => line.split(",")[place])).toEqual(
      rows.map(({ times }) => String(times["tHandle"]?.sum ?? "")),
    );
  });

  test("refuses what does not exist with the reason, and knows its metrics in --help", async () => {
    const refused = await run("stats", "--by", "user", "--metric", "offered", ...week);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/no offered by user: nOffered is counted in the queue/);
    const help = await run("stats", "--help");
    expect(help.stdout).toMatch(/asaMs +tAnswered \(mean\)\. Average speed of answer/);
  });
});

describe("verify", () => {
  test("ends with 0 where aggregates and details agree", async () => {
    const { code, stdout, stderr } = await run("verify", "--by", "queue", "--interval", "1d", ...week);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Aggregates and details say the same numbers\.\n\n.*\d+ numbers compared; 0 differ;/);
  });

  test("ends with 13 where they differ, and says where and why", async () => {
    await using faulty = await startSimulator({
      lags: "off",
      perDay: 120,
      days: 30,
      faults: { faults: [{ match: { path: "/details" }, times: "always", seed: 3, do: { partialResults: 0.2 } }] },
    });
    const args = ["verify", "--by", "queue", ...week];
    const table = await runNowthen(args, { env: pointAt(faulty, home.path) });
    expect(table.code, table.stderr).toBe(13);
    expect(table.stdout).toMatch(/\nBilling +nOffered count +\d+ +\d+ +\d+ +one side was rewritten/);
    const json = await runNowthen([...args, "--format", "json"], { env: pointAt(faulty, home.path) });
    const { rows, meta } = JSON.parse(json.stdout) as { rows: VerifyRow[]; meta: VerifyMeta };
    expect(json.code).toBe(13);
    expect(meta.differences).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(5);
  });
});
