import fc from "fast-check";
import { expect, test } from "vitest";
import { countFromCopy } from "../../src/ask/copy/count-from-copy.ts";
import { DAY_MS, HOUR_MS } from "../../src/base/interval.ts";
import { toPercentiles } from "../../src/model/percentiles.ts";
import { createDetailCounter } from "../../src/sources/aggregates/count-details.ts";
import type { AggregateNeed } from "../../src/sources/aggregates/read-aggregates.ts";
import { createSyncRig } from "../support/sync-rig.ts";

/** Three days after clocks changed in Europe. */
const NOW = Date.UTC(2026, 9, 28, 14);
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 60);
const METRICS = ["nOffered", "tAnswered", "tAbandon", "tWait", "tHandle", "tTalkComplete", "tAcw", "nTransferred"];

test("numbers from the copy are what its records emit, by any groups, buckets, filters and time zone", async () => {
  await using rig = await createSyncRig({ perDay: 80, days: 16, clockStart: NOW });
  await rig.sync({ sinceDays: 6 });
  await rig.withStore(async (store) => {
    const records: Parameters<ReturnType<typeof createDetailCounter>["add"]>[0][] = [];
    for await (const run of store.conversations({})) records.push(...run.map(({ record }) => record));
    const idsOf = async (column: string) => {
      const { rows } = await store.sql(`SELECT DISTINCT unnest(${column}) FROM conversations`);
      const ids: string[] = [];
      for await (const run of rows) ids.push(...run.map(([id]) => String(id)));
      return ids.sort();
    };
    const [queues, users, divisions] = [await idsOf("queue_ids"), await idsOf("user_ids"), await idsOf("division_ids")];
    const criterion = fc.constantFrom(
      ...[
        { field: "queue", values: queues.slice(0, 2) },
        { field: "user", values: users.slice(0, 5) },
        { field: "mediaType", values: ["voice", "email"] },
        { field: "direction", values: ["inbound"] },
        { field: "division", values: divisions.slice(0, 1) },
      ].map(
        ({ field, values }) =>
          ({ kind: "value", field, values, labels: values, not: false }) as AggregateNeed["criteria"][number],
      ),
    );
    const need = fc.record({
      interval: fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 90 })).map(([ago, hours]) => {
        const from = NOW - DAY_MS * 5 + ago * HOUR_MS + 7 * 60_000;
        return { from, to: from + hours * HOUR_MS };
      }),
      period: fc.constantFrom(null, "PT15M", "PT1H", "PT7H", "P1D", "P1W"),
      timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"),
      groupBy: fc.subarray(["queueId", "userId", "mediaType", "originatingDirection", "wrapUpCode", "divisionId"], {
        maxLength: 3,
      }),
      metrics: fc.subarray(METRICS, { minLength: 1 }),
      criteria: fc.uniqueArray(criterion, { maxLength: 2, selector: ({ field }) => field }),
    });
    await fc.assert(
      fc.asyncProperty(need, async (asked) => {
        const counter = createDetailCounter(asked);
        for (const record of records) counter.add(record);
        const expected = new Map<string, object>();
        for (const { bucket, group, metrics } of counter.cells())
          for (const [metric, { values }] of metrics)
            expected.set(JSON.stringify([bucket, group, metric]), {
              count: metric.startsWith("n") ? values.reduce((a, b) => a + b, 0) : values.length,
              ...(metric.startsWith("n")
                ? {}
                : { sum: values.reduce((a, b) => a + b, 0), min: Math.min(...values), max: Math.max(...values) }),
              ranks: toPercentiles(values),
            });
        const found = new Map<string, object>();
        for (const { bucket, group, metrics, percentiles } of await countFromCopy(store, asked))
          for (const [metric, statistics] of metrics)
            found.set(JSON.stringify([bucket, group, metric]), { ...statistics, ranks: percentiles.get(metric) });
        expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...expected].sort()));
      }),
      { numRuns: RUNS },
    );
  });
});
