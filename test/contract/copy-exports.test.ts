import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type ExportOptions, toExportNeed } from "../../src/app/export/export-need.ts";
import { openLocalCopy, openOwnCopy, openWritableCopy, type WritableCopy } from "../../src/app/local-copy.ts";
import { createEffects, type Effects } from "../../src/base/effects.ts";
import { DAY_MS, HOUR_MS, toIso } from "../../src/base/interval.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import type { ObservedRecord } from "../../src/store/store.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { CUSTOMER, metric, record, segment } from "../support/record-builder.ts";

const root = mkdtempSync(join(tmpdir(), "nowthen-copy-exports-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const NOON = Date.UTC(2026, 2, 10, 12);
const NOW = NOON + 10 * DAY_MS;
const clock = createFakeClock(NOW);

let folders = 0;
let home = "";
let target = "";
beforeEach(() => {
  home = join(root, `${folders++}`);
  target = join(home, "exported");
});

const open = (effects: Partial<Effects> = {}, storeFolder = join(home, "copy")): Promise<WritableCopy> =>
  openWritableCopy({ storeFolder, privacy: null }, createEffects({ clock, ...effects }));

/** One call of a customer who talked to an agent, on a day counted from the first; `null`: nobody knows when. */
function toRecord(conversationId: string, day: number | null, talkMs = 1000): AnalyticsConversation {
  const agent = {
    purpose: "agent",
    userId: "u1",
    sessionId: `${conversationId}-s`,
    segments: [segment("interact", 0, 400, { queueId: "q1", wrapUpCode: "w1" })],
    metrics: [metric("tTalk", talkMs, 400), metric("tHandle", talkMs, 400)],
  };
  const whole: AnalyticsConversation = { ...record([CUSTOMER, agent]), conversationId };
  const { conversationStart: _, conversationEnd: __, ...dateless } = whole;
  if (day === null) return dateless as AnalyticsConversation;
  const start = NOON + day * DAY_MS;
  return { ...whole, conversationStart: toIso(start), conversationEnd: toIso(start + 600_000) };
}

const observe = (one: AnalyticsConversation, observedAt = NOW): ObservedRecord => ({
  record: one,
  source: "query",
  observedAt,
});

/** Three days with a few conversations, and one of which nobody knows when it began. */
const RECORDS = [
  toRecord("a1", 0),
  toRecord("a2", 0),
  toRecord("b1", 1),
  toRecord("c1", 2),
  toRecord("c2", 2),
  toRecord("x", null),
];

const fill = async (copy: WritableCopy, records = RECORDS) =>
  copy.store.write({
    records: records.map((one) => observe(one)),
    names: [{ kind: "queue", id: "q1", name: "Billing" }],
  });

const need = (options: ExportOptions = {}, folder = target) => toExportNeed(folder, options, "UTC", NOW);

/** Every file but the manifest, by path, as it is. */
function readAll(folder = target): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path, "base64")]));
}

/** A DuckDB that knows nothing of nowthen. */
async function ask(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Instants as that DuckDB writes them. */
const toDuckDbText = (value: unknown) =>
  typeof value === "string" ? value.replace(/^(\d{4}-\d{2}-\d{2})T([\d:.]+)Z$/, "$1 $2+00") : value;

const parquet = (table: string) => `read_parquet('${target}/${table}/*/*.parquet', hive_partitioning = true)`;

describe("a copy that is exported", () => {
  test("is, as Parquet, the tables that SQL has, a folder a day", async () => {
    await using copy = await open();
    await fill(copy);
    const report = await copy.export(
      need({ tables: "conversations,participants,sessions,segments,metrics,attributes" }),
    );
    expect(report).toMatchObject({ written: ["2026-03-10", "2026-03-11", "2026-03-12", "unknown"], conversations: 6 });
    for (const table of report.tables) {
      const rows: unknown[][] = [];
      for await (const run of (await copy.sql(`SELECT * FROM ${table} ORDER BY ALL`)).rows)
        rows.push(...run.map((row) => row.map(toDuckDbText)));
      expect(await ask(`SELECT * EXCLUDE (day) FROM ${parquet(table)} ORDER BY ALL`), table).toEqual(rows);
    }
    expect(await ask(`SELECT day::VARCHAR, count(*) FROM ${parquet("conversations")} GROUP BY 1 ORDER BY 1`)).toEqual([
      ["2026-03-10", "2"],
      ["2026-03-11", "1"],
      ["2026-03-12", "2"],
      [null, "1"],
    ]);
  });

  test("is, as NDJSON, the records as they came, which make the same copy again", async () => {
    await using copy = await open();
    await fill(copy);
    await copy.export(need({ format: "ndjson" }));
    const files = readdirSync(target).filter((name) => name.endsWith(".ndjson"));
    const lines = files.flatMap((name) => readFileSync(join(target, name), "utf8").trim().split("\n"));
    const read = lines.map((line) => JSON.parse(line) as AnalyticsConversation);
    expect(read).toEqual(RECORDS);
    await using other = await open({}, join(home, "other"));
    await other.import(
      files.map((name) => join(target, name)),
      null,
      Readable.from([]),
    );
    for (const one of RECORDS) expect((await other.store.one(one.conversationId))?.record).toEqual(one);
  });

  test("is, as CSV, one summary a line with names, under the same header each day", async () => {
    await using copy = await open();
    await fill(copy);
    await copy.export(need({ format: "csv" }));
    const csv = `read_csv('${target}/*.csv', all_varchar = true)`;
    expect(await ask(`SELECT conversationId, talkMs, startedAt FROM ${csv} ORDER BY 1`)).toEqual([
      ...["a1", "a2"].map((id) => [id, "1000", "2026-03-10T12:00:00.000Z"]),
      ["b1", "1000", "2026-03-11T12:00:00.000Z"],
      ...["c1", "c2"].map((id) => [id, "1000", "2026-03-12T12:00:00.000Z"]),
      ["x", "1000", null],
    ]);
    const [queues] = (await ask(`SELECT queues FROM ${csv} WHERE conversationId = 'a1'`))[0] ?? [];
    expect(JSON.parse(String(queues))).toMatchObject([{ id: "q1", name: "Billing" }]);
  });

  test("is written again only where it has changed", async () => {
    await using copy = await open();
    await fill(copy);
    await copy.export(need());
    const before = readAll();
    expect(await copy.export(need())).toMatchObject({ written: [], removed: [], unchanged: 4 });
    expect(readAll()).toEqual(before);

    await copy.store.write({ records: [observe(toRecord("b1", 1, 5000), NOW + 1)] });
    await copy.store.write({ records: [], remove: ["c1", "c2"] });
    rmSync(join(target, "segments", "day=2026-03-10"), { recursive: true });
    expect(await copy.export(need())).toMatchObject({
      written: ["2026-03-10", "2026-03-11"],
      removed: ["2026-03-12"],
      unchanged: 1,
    });
    expect(
      await ask(`SELECT value FROM ${parquet("metrics")} WHERE conversation_id = 'b1' AND name = 'tTalk'`),
    ).toEqual([[5000]]);
    expect(readdirSync(join(target, "conversations"))).not.toContain("day=2026-03-12");
    const fresh = join(home, "fresh");
    await copy.export(need({}, fresh));
    const files = ([path]: [string, string]) => !path.endsWith(".json");
    expect([...readAll()].filter(files)).toEqual([...readAll(fresh)].filter(files));
  });

  test("shows what has settled in summaries, and leaves files that only have records", async () => {
    await using copy = await open();
    await copy.store.write({ records: [observe(toRecord("a1", 0), NOON + HOUR_MS), observe(toRecord("b1", 1))] });
    await copy.export(need({ format: "ndjson" }));
    await copy.export(need({ format: "csv" }, `${target}-csv`));
    await copy.store.write({ records: [], settleIds: ["a1"] });
    expect((await copy.export(need())).written).toEqual([]);
    expect((await copy.export(need({}, `${target}-csv`))).written).toEqual(["2026-03-10"]);
  });

  test("is whole days of a range, and what was exported before stays", async () => {
    await using copy = await open();
    await fill(copy);
    const asked = need({ from: "2026-03-11T18:00", toTime: "2026-03-12T00:01" });
    expect((await copy.export(asked)).written).toEqual(["2026-03-11", "2026-03-12"]);
    expect((await copy.export(need({ toTime: "2026-03-11", days: 1 }))).written).toEqual(["2026-03-10"]);
    expect(await ask(`SELECT count(*) FROM ${parquet("conversations")}`)).toEqual([["5"]]);
    const more = await copy.export(need({ tables: "attributes" }));
    expect(more.tables).toEqual(["conversations", "segments", "metrics", "attributes"]);
  });

  test("stopped wherever, ends in the same files; and what is forgotten then is in none of them", async () => {
    await (async () => {
      await using copy = await open();
      await fill(copy);
      await copy.export(need());
    })();
    const whole = readAll();
    expect(whole.size).toBe(4 * 3 + 1);
    let stops = 0;
    for (let files = 0; ; files += 2) {
      rmSync(target, { recursive: true });
      let left = files;
      const uuid = () => {
        if (--left < 0) throw new Error("killed");
        return randomUUID();
      };
      const isStopped = await (async () => {
        await using copy = await open({ uuid });
        return await copy.export(need()).then(
          () => false,
          () => true,
        );
      })();
      if (!isStopped) break;
      stops += 1;
      await using copy = await open();
      if (stops % 2 === 0) {
        await copy.export(need());
        expect(readAll(), `stopped at file ${files}`).toEqual(whole);
      } else {
        // As a copy that is never exported again.
        const first = join(target, "conversations", "day=2026-03-10");
        mkdirSync(first, { recursive: true });
        writeFileSync(join(first, "conversations.parquet"), "as it was left");
        const { exports } = await copy.forget(["nobody"], { isSure: true });
        expect(exports).toMatchObject([{ folder: target, reason: null }]);
        expect(readAll(), `stopped at file ${files}`).toEqual(whole);
      }
    }
    expect(stops).toBe(6);
  });

  test("loses what is forgotten, in every folder that it was exported to", async () => {
    await using copy = await open();
    await fill(copy);
    const formats = ["parquet", "csv", "ndjson"] as const;
    for (const format of formats) await copy.export(need({ format }, join(home, format)));
    await copy.export(need({ format: "csv" }, join(home, "gone")));
    rmSync(join(home, "gone"), { recursive: true });
    const { conversationIds, exports } = await copy.forget(["a2", "b1"], { isSure: true });
    expect(conversationIds).toEqual(["a2", "b1"]);
    expect(exports.filter(({ reason }) => reason !== null)).toMatchObject([{ folder: join(home, "gone"), days: [] }]);
    for (const format of formats) {
      const folder = join(home, format);
      expect(exports).toContainEqual({ folder, days: ["2026-03-10", "2026-03-11"], reason: null });
      expect([...readAll(folder).keys()].join(" ")).not.toContain("2026-03-11");
    }
    for (const format of ["csv", "ndjson"])
      for (const text of readAll(join(home, format)).values())
        expect(Buffer.from(text, "base64").toString()).not.toMatch(/"?(a2|b1)"?,/);
    target = join(home, "parquet");
    expect(await ask(`SELECT DISTINCT conversation_id FROM ${parquet("segments")} ORDER BY 1`)).toEqual([
      ["a1"],
      ["c1"],
      ["c2"],
      ["x"],
    ]);
  });

  test("goes into no folder that holds something else, and leaves it as it is", async () => {
    await using copy = await open();
    await fill(copy);
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, "letters.txt"), "dear");
    await expect(copy.export(need())).rejects.toMatchObject({ kind: "input", code: "EXPORT_FOLDER_OTHER" });
    expect(readdirSync(target)).toEqual(["letters.txt"]);
    const mine = join(home, "mine");
    await copy.export(need({ format: "csv" }, mine));
    const before = readAll(mine);
    await expect(copy.export(need({ format: "ndjson" }, mine))).rejects.toMatchObject({ code: "EXPORT_FOLDER_OTHER" });
    await expect(copy.export(need({ tables: "metrics" }, mine))).rejects.toMatchObject({
      code: "EXPORT_TABLES_INVALID",
    });
    await using other = await open({}, join(home, "other"));
    await fill(other);
    await expect(other.export(need({}, mine))).rejects.toMatchObject({ code: "EXPORT_FOLDER_OTHER" });
    expect(readAll(mine)).toEqual(before);
    const manifest = readFileSync(join(mine, "nowthen-export.json"), "utf8");
    for (const text of ['{"nowthenExport":2}', "{", manifest.replace("2026-03-10", "../../letters")]) {
      writeFileSync(join(mine, "nowthen-export.json"), text);
      await expect(copy.export(need({}, mine))).rejects.toMatchObject({ code: "EXPORT_FOLDER_OTHER" });
    }
    const file = join(mine, "2026-03-10.csv");
    await expect(copy.export(need({}, file))).rejects.toMatchObject({ code: "EXPORT_FOLDER_OTHER" });
    expect(statSync(file).isFile()).toBe(true);
  });

  test("is not written while something could be forgotten in it elsewhere", async () => {
    await using copy = await open();
    await fill(copy);
    const settings = { storeFolder: join(home, "copy"), privacy: null };
    await expect(openOwnCopy(settings, createEffects({ clock }))).rejects.toMatchObject({ code: "STORE_BUSY" });
    await using reader = await openLocalCopy(settings, createEffects({ clock }));
    expect((await reader.status()).conversations).toBe(RECORDS.length);
  });

  test("refuses tables that there are not, and ranges that nothing can answer", () => {
    for (const options of [{ tables: "calls" }, { tables: "" }, { tables: "metrics", format: "csv" as const }])
      expect(() => need(options)).toThrow(expect.objectContaining({ kind: "input", code: "EXPORT_TABLES_INVALID" }));
    expect(() => need({ from: "2026-03-12", toTime: "2026-03-11" })).toThrow(
      expect.objectContaining({ code: "RANGE_REVERSED", hint: expect.stringContaining("--to-time") }),
    );
  });
});
