import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createEffects } from "../../src/base/effects.ts";
import { DAY_MS, HOUR_MS, toIso } from "../../src/base/interval.ts";
import type { Source } from "../../src/model/conversation-summary.ts";
import { summarize } from "../../src/model/summarize.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import { openDuckDbStore, openServedStore } from "../../src/store/duckdb/open-duckdb-store.ts";
import type { NewSlice } from "../../src/store/slice.ts";
import type { ObservedRecord, Store } from "../../src/store/store.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const folder = mkdtempSync(join(tmpdir(), "nowthen-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.UTC(2026, 2, 1, 9);
const effects = createEffects({ clock: createFakeClock(START + 30 * DAY_MS) });
let stores = 0;
let path = "";
beforeEach(() => {
  path = join(folder, `${stores++}`, "store.duckdb");
});

const open = () => openDuckDbStore(path, effects);

/** One call, answered by one agent; `talkMs` tells versions apart. */
function toCall(
  conversationId: string,
  {
    start = START,
    end = (start + HOUR_MS) as number | null,
    talkMs = 1000,
    attributes = undefined as Record<string, string> | undefined,
  } = {},
): AnalyticsConversation {
  const over = end === null ? {} : { conversationEnd: toIso(end) };
  return {
    conversationId,
    conversationStart: toIso(start),
    ...over,
    originatingDirection: "inbound",
    participants: [
      {
        participantId: `${conversationId}-customer`,
        purpose: "customer",
        ...(attributes === undefined ? {} : { attributes }),
        sessions: [
          {
            mediaType: "voice",
            segments: [
              {
                segmentType: "interact",
                segmentStart: toIso(start),
                ...(end === null ? {} : { segmentEnd: toIso(end) }),
              },
            ],
          },
        ],
      },
      {
        participantId: `${conversationId}-agent`,
        purpose: "agent",
        userId: "u1",
        sessions: [
          {
            sessionId: `${conversationId}-s`,
            mediaType: "voice",
            segments: [
              {
                segmentType: "interact",
                queueId: "q1",
                wrapUpCode: "w1",
                segmentStart: toIso(start),
                ...(end === null ? {} : { segmentEnd: toIso(end) }),
              },
            ],
            metrics: [
              { name: "tTalk", value: talkMs, emitDate: toIso(start + talkMs) },
              { name: "tHandle", value: talkMs, emitDate: toIso(start + talkMs) },
            ],
          },
        ],
      },
    ],
  };
}

const observe = (record: unknown, source: Source = "query", observedAt = START + 2 * DAY_MS): ObservedRecord => ({
  record,
  source,
  observedAt,
});

async function collect<T>(runs: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const run of runs) all.push(...run);
  return all;
}

async function ask(store: Store, sql: string): Promise<unknown[][]> {
  return (await collect((await store.sql(sql)).rows)).map((row) => [...row]);
}

const toSlice = (from: number): NewSlice => ({
  interval: { from, to: from + DAY_MS },
  pass: "backfill",
  settleDay: 0,
  source: "query",
  filter: "",
  state: "done",
  reason: null,
  asOf: from + 2 * DAY_MS,
  factsAsOf: from + 2 * DAY_MS,
  changed: 0,
});

describe("a store", () => {
  test("takes more memory for a moment where a batch does not fit, instead of failing", async () => {
    const memory = { usual: 48, most: 1_000 };
    await using store = await openDuckDbStore(path, effects, undefined, memory);
    const records = Array.from({ length: 2_000 }, (_, n) =>
      observe({ ...toCall(`c-${n}`, { start: START + n }), note: "words ".repeat(2_000) }),
    );
    expect(await store.write({ records })).toMatchObject({ added: 2_000 });
    const again = records.map(({ record }) =>
      observe({ ...(record as object), note: "other" }, "job", START + 9 * DAY_MS),
    );
    expect(await store.write({ records: again })).toMatchObject({ changed: 2_000 });
    expect((await store.status()).conversations).toBe(2_000);
  });

  test("commits batches that may wait together, those of one conversation in their order, and loses none when it is closed", async () => {
    {
      await using store = await open();
      const days = Array.from({ length: 9 }, (_, day) =>
        Array.from({ length: 1_000 }, (_, n) => observe(toCall(`c-${day}-${n}`, { start: START + n }))),
      );
      for (const records of days) {
        const { added } = await store.write({ records, mayWait: true });
        expect(added).toBe(1_000);
      }
      const again = [observe(toCall("c-8-1", { start: START + 1, talkMs: 5_000 }), "job", START + 3 * DAY_MS)];
      expect(await store.write({ records: again, slices: [toSlice(START)], mayWait: true })).toMatchObject({
        changed: 1,
      });
    }
    await using store = await open();
    const { conversations, versions } = await store.status();
    expect({ conversations, versions }).toEqual({ conversations: 9_000, versions: 1 });
    expect(await store.slices()).toHaveLength(1);
    expect(readdirSync(`${path}.staging`)).toEqual([]);
  });

  test("gives back what was written, the record as it came and its summary", async () => {
    await using store = await open();
    const record = { ...toCall("a"), somethingNew: { of: ["Genesys", 1.5, null] } };
    expect(await store.write({ records: [observe(record)] })).toMatchObject({ added: 1, changed: 0, unchanged: 0 });
    const stored = await store.one("a");
    expect(stored?.record).toEqual(record);
    const { summary } = summarize(record, { source: "query", observedAt: START + 2 * DAY_MS });
    expect(stored?.summary).toEqual({ ...summary, provenance: { ...summary.provenance, revision: 1 } });
    expect(await store.one("b")).toBeNull();
  });

  test("keeps any JSON as it is, whatever stands in it", async () => {
    await using store = await open();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ noUnicodeString: false }), { minLength: 1, maxLength: 20 }),
        async (values) => {
          const records = values.map(
            (value) => JSON.parse(JSON.stringify({ ...toCall(`id ${number++}`), value })) as AnalyticsConversation,
          );
          // A half of a character, which no JSON may have and JavaScript may.
          records[0] = { ...toCall(`id ${number++}`), note: "\ud800 \u0000 \\ud800" } as AnalyticsConversation;
          await store.write({ records: records.map((record) => observe(record)) });
          for (const record of records) expect((await store.one(record.conversationId))?.record).toEqual(record);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("changes nothing when the same is written again, and says so", async () => {
    await using store = await open();
    const records = ["a", "b", "c"].map((id) => observe(toCall(id)));
    await store.write({ records });
    expect(await store.write({ records })).toEqual({
      added: 0,
      changed: 0,
      unchanged: 3,
      outdated: 0,
      removed: 0,
      unreadable: [],
      changes: [],
    });
    expect(await store.status()).toMatchObject({ conversations: 3, versions: 0 });
  });

  test("sets aside what can't be read, and writes the rest", async () => {
    await using store = await open();
    const outcome = await store.write({ records: [observe({ participants: 7 }), observe(toCall("a"))] });
    expect(outcome.added).toBe(1);
    expect(outcome.unreadable).toMatchObject([{ conversationId: null }]);
  });

  test("moves a conversation from live to settled, keeps what it was, and says what changed", async () => {
    await using store = await open();
    await store.write({ records: [observe(toCall("a", { end: null }), "live", START + 1)] });
    expect((await store.one("a"))?.summary.provenance).toMatchObject({ finality: "live", revision: 1, source: "live" });
    expect(await store.open()).toMatchObject([{ conversationId: "a", startedAt: START }]);
    const ended = await store.write({ records: [observe(toCall("a"), "query", START + 2 * HOUR_MS)] });
    expect(ended.changes).toMatchObject([{ conversationId: "a", revision: 2 }]);
    expect(ended.changes[0]?.fields).toEqual(expect.arrayContaining(["endedAt", "state", "durationMs"]));
    expect((await store.one("a"))?.summary.provenance).toMatchObject({ finality: "recent", revision: 2 });
    await store.write({
      records: [],
      settle: [{ interval: { from: START, to: START + 1 }, endedBefore: START + 8 * DAY_MS, except: [] }],
    });
    expect((await store.one("a"))?.summary.provenance).toMatchObject({ finality: "settled", revision: 2 });
    expect((await store.versions("a")).map(({ revision, source }) => [revision, source])).toEqual([[1, "live"]]);
    expect(await store.open()).toEqual([]);
    expect(await store.pruneVersions(START + 60 * DAY_MS)).toBe(1);
    expect(await store.versions("a")).toEqual([]);
  });

  test("ends in the same version whatever the order in which accounts arrive, and however often", async () => {
    await using store = await open();
    const account = fc.record({
      source: fc.constantFrom<Source>("live", "query", "job", "file"),
      at: fc.integer({ min: 1, max: 4 }),
      end: fc.boolean(),
      talkMs: fc.integer({ min: 1, max: 3 }),
      attributes: fc.option(fc.constantFrom({ plan: "gold" }, { plan: "tin" }), { nil: undefined }),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(account, { minLength: 1, maxLength: 5, selector: ({ source, at }) => `${source} ${at}` }),
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 5 }),
        async (accounts, choices, endsAt) => {
          const id = `c${number++}`;
          const write = (as: string, { source, at, end, talkMs, attributes }: (typeof accounts)[number]) =>
            store.write({
              records: [
                observe(
                  toCall(as, {
                    // Analytics does not take an end back.
                    end: (source === "live" ? end : at >= endsAt) ? START + HOUR_MS : null,
                    talkMs,
                    // Only details jobs say attributes.
                    attributes: source === "job" ? attributes : undefined,
                  }),
                  source,
                  START + at * HOUR_MS,
                ),
              ],
            });
          for (const one of accounts) await write(id, one);
          const shuffled = [...accounts, ...accounts]
            .map((one) => ({ one, key: choices.next().value }))
            .sort((a, b) => a.key - b.key);
          for (const { one } of shuffled) await write(`${id}x`, one);
          const [first, second] = [await store.one(id), await store.one(`${id}x`)];
          const rename = (record: unknown) => JSON.parse(JSON.stringify(record).replaceAll(`${id}x`, id)) as unknown;
          expect(rename(second?.record)).toEqual(first?.record);
        },
      ),
      { numRuns: 20 },
    );
    expect(await ask(store, "SELECT count(*) = count(DISTINCT conversation_id) FROM conversations")).toEqual([[true]]);
  });

  test("does not let an account from in between replace what has been seen again later", async () => {
    await using store = await open();
    const [first, between] = [toCall("a", { talkMs: 1 }), toCall("a", { talkMs: 2 })];
    await store.write({ records: [observe(first, "query", START + 1)] });
    await store.write({ records: [observe(first, "query", START + 3)] });
    expect(await store.write({ records: [observe(between, "query", START + 2)] })).toMatchObject({ outdated: 1 });
    expect((await store.one("a"))?.record).toEqual(first);
  });

  test("keeps attributes that only a job has told when a query tells more of the rest", async () => {
    await using store = await open();
    await store.write({ records: [observe(toCall("a", { attributes: { plan: "gold" } }), "job", START + DAY_MS)] });
    const outcome = await store.write({ records: [observe(toCall("a", { talkMs: 5 }), "query", START + 2 * DAY_MS)] });
    expect(outcome.changed).toBe(1);
    expect((await store.one("a"))?.record).toEqual(toCall("a", { talkMs: 5, attributes: { plan: "gold" } }));
    const again = await store.write({ records: [observe(toCall("a", { talkMs: 5 }), "query", START + 3 * DAY_MS)] });
    expect(again).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await ask(store, "SELECT name, value, purpose FROM attributes")).toEqual([["plan", "gold", "customer"]]);
  });

  test("can be asked by SQL in Genesys' words", async () => {
    await using store = await open();
    await store.write({ records: ["a", "b"].map((id) => observe(toCall(id))) });
    expect(
      await ask(
        store,
        "SELECT conversation_id, direction, talk_ms, user_ids, conversation_start FROM conversations ORDER BY 1 LIMIT 1",
      ),
    ).toEqual([["a", "inbound", "1000", ["u1"], "2026-03-01T09:00:00Z"]]);
    expect(await ask(store, "SELECT queue_id, name, sum(value) FROM metrics GROUP BY ALL ORDER BY name")).toEqual([
      ["q1", "tHandle", 2000],
      ["q1", "tTalk", 2000],
    ]);
    expect(
      await ask(
        store,
        "SELECT purpose, segment_type, wrap_up_code, duration_ms FROM segments WHERE conversation_id = 'a' ORDER BY 1",
      ),
    ).toEqual([
      ["agent", "interact", "w1", "3600000"],
      ["customer", "interact", null, "3600000"],
    ]);
    expect(await ask(store, "SELECT count(*) FROM participants")).toEqual([["4"]]);
    expect(await ask(store, "SELECT media_type FROM sessions LIMIT 1")).toEqual([["voice"]]);
  });

  test("lets SQL read the store, and nothing else", async () => {
    await using store = await open();
    for (const statement of [
      "DELETE FROM conversation",
      "SELECT 1; SELECT 2",
      "ATTACH 'other.db'",
      "SET memory_limit = '1GB'",
    ])
      await expect(ask(store, statement), statement).rejects.toMatchObject({ kind: "input", code: "SQL_NOT_READING" });
    for (const statement of [
      "SELECT * FROM read_text('/etc/hostname')",
      "COPY conversation TO 'x.csv'",
      "SELECT nothing FROM conversations",
      "SELEC 1",
    ])
      await expect(ask(store, statement), statement).rejects.toMatchObject({ kind: "input", code: "SQL_FAILED" });
  });

  test("writes what has been read together with how far, or neither", async () => {
    {
      await using store = await open();
      await store.write({ records: [observe(toCall("a"))], slices: [toSlice(START)], checkpoint: START + DAY_MS });
      await store.write({ records: [], checkpoint: START });
      const broken = createEffects({ clock: effects.clock, uuid: () => "no/such/folder" });
      await store.close();
      await using failing = await openDuckDbStore(path, broken);
      await expect(
        failing.write({
          records: [observe(toCall("b"))],
          slices: [toSlice(START + DAY_MS)],
          checkpoint: START + 2 * DAY_MS,
        }),
      ).rejects.toMatchObject({ kind: "storage" });
    }
    await using store = await open();
    expect(await store.checkpoint()).toBe(START + DAY_MS);
    expect(await store.slices()).toMatchObject([{ ...toSlice(START), rows: 1 }]);
    expect(await store.one("b")).toBeNull();
  });

  test("does not write what waits for a batch that fails, and goes on afterwards", async () => {
    let files = 0;
    const uuid = () => (files++ === 0 ? "no/such/folder" : `file-${files}`);
    await using store = await openDuckDbStore(path, createEffects({ clock: effects.clock, uuid }));
    const written = ["a", "b"].map((id) => store.write({ records: [observe(toCall(id))], checkpoint: START }));
    const outcomes = await Promise.allSettled(written);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await store.checkpoint()).toBeNull();
    await store.write({ records: [observe(toCall("c"))] });
    expect(await store.ids({ from: START, to: START + DAY_MS })).toEqual(["c"]);
  });

  test("reads by start, oldest first, within a half-open range", async () => {
    await using store = await open();
    const starts = [START + DAY_MS, START, START + 3 * DAY_MS, START + 2 * DAY_MS];
    await store.write({ records: starts.map((start, index) => observe(toCall(`c${index}`, { start }))) });
    await store.write({ records: [observe({ ...toCall("unknown"), conversationStart: "2021-04-2T" })] });
    const idsOf = async (selection: Parameters<Store["summaries"]>[0]) =>
      (await collect(store.summaries(selection))).map(({ conversationId }) => conversationId);
    expect(await idsOf({ interval: { from: START + DAY_MS, to: START + 3 * DAY_MS } })).toEqual(["c0", "c3"]);
    expect(await idsOf({})).toEqual(["c1", "c0", "c3", "c2", "unknown"]);
    expect(await idsOf({ ids: ["c3", "c1", "nobody"] })).toEqual(["c1", "c3"]);
    expect((await collect(store.conversations({ ids: ["c2"] }))).map(({ record }) => record)).toEqual([
      toCall("c2", { start: START + 3 * DAY_MS }),
    ]);
  });

  test("forgets a conversation with all its versions", async () => {
    await using store = await open();
    await store.write({ records: [observe(toCall("a", { end: null }), "query", START + 1), observe(toCall("b"))] });
    await store.write({ records: [observe(toCall("a"))] });
    expect(await store.forget(["a", "nobody"])).toBe(1);
    expect(await store.one("a")).toBeNull();
    expect(await store.versions("a")).toEqual([]);
    expect(await ask(store, "SELECT DISTINCT conversation_id FROM metrics")).toEqual([["b"]]);
  });

  test("has one owner at a time, who is named", async () => {
    await using store = await open();
    await expect(open()).rejects.toMatchObject({ kind: "storage", code: "STORE_BUSY" });
    expect((await store.status()).conversations).toBe(0);
  });

  test("is read by others through its owner, who alone writes", async () => {
    const owner = await open();
    await owner.write({ records: [observe(toCall("a")), observe(toCall("b"))] });
    await using reader = await openServedStore(path, effects);
    if (reader === null) throw new Error("nobody answers for the store");
    expect(reader.isWritable).toBe(false);
    expect((await reader.one("a"))?.record).toEqual(toCall("a"));
    expect((await collect(reader.summaries({}))).map(({ conversationId }) => conversationId)).toEqual(["a", "b"]);
    expect(await ask(reader, "SELECT count(*) FROM conversations")).toEqual([["2"]]);
    await expect(ask(reader, "SELECT nothing FROM conversations")).rejects.toMatchObject({ code: "SQL_FAILED" });
    await expect(ask(reader, "DELETE FROM conversation")).rejects.toMatchObject({ code: "SQL_NOT_READING" });
    await expect(reader.write({ records: [observe(toCall("c"))] })).rejects.toMatchObject({ code: "STORE_BUSY" });
    await owner.write({ records: [observe(toCall("c"))] });
    expect((await reader.one("c"))?.record).toEqual(toCall("c"));
    await owner.close();
    await expect(reader.one("a")).rejects.toBeDefined();
    expect(await openServedStore(path, effects)).toBeNull();
  });

  test("is refused when a newer nowthen wrote it, and left as it is", async () => {
    const first = await open();
    await first.write({ records: [observe(toCall("a"))] });
    await first.close();
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run("UPDATE property SET value = '999' WHERE name = 'schema_version'");
    connection.closeSync();
    instance.closeSync();
    await expect(open()).rejects.toMatchObject({ kind: "storage", code: "STORE_NEWER", details: { version: 999 } });
  });

  test("is brought up to date when an older nowthen wrote it, with all that it has", async () => {
    const first = await open();
    await first.write({ records: [observe(toCall("a")), observe(toCall("b"))] });
    await first.close();
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    // As the first version of the tables was.
    await connection.run("ALTER TABLE conversation DROP COLUMN id_key");
    await connection.run("UPDATE property SET value = '1' WHERE name = 'schema_version'");
    connection.closeSync();
    instance.closeSync();
    const later = await open();
    expect((await later.one("b"))?.record).toEqual(toCall("b"));
    await later.write({ records: [observe(toCall("c"))] });
    expect((await later.one("c"))?.record).toEqual(toCall("c"));
    expect((await later.status()).schemaVersion).toBeGreaterThan(1);
    await later.close();
  });

  test("is refused when it is broken, or no store at all", async () => {
    const first = await open();
    await first.write({ records: [observe(toCall("a"))] });
    await first.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2).fill(7, 100, 5000));
    await expect(open()).rejects.toMatchObject({ kind: "storage", code: "STORE_BROKEN" });
    writeFileSync(path, "Dear store, ".repeat(2000));
    await expect(open()).rejects.toMatchObject({ kind: "storage", code: "STORE_BROKEN" });
  });
});

const details = join(process.env["NOWTHEN_RECORDED"] ?? "", "details");
describe.skipIf(process.env["NOWTHEN_RECORDED"] === undefined || !existsSync(details))(
  "recorded records (NOWTHEN_RECORDED)",
  () => {
    test("go in and come out equal in content, with their summaries", async () => {
      await using store = await open();
      const records = readdirSync(details).map(
        (name) => JSON.parse(readFileSync(join(details, name), "utf8")) as AnalyticsConversation,
      );
      const outcome = await store.write({ records: records.map((record) => observe(record, "file")) });
      expect(outcome).toMatchObject({ added: records.length, unreadable: [] });
      for (const record of records) {
        const stored = await store.one(record.conversationId);
        expect(stored?.record).toEqual(record);
        const { provenance: _, ...figures } = summarize(record, { source: "file", observedAt: 0 }).summary;
        expect(stored?.summary).toMatchObject(figures);
      }
    });
  },
);
