import { expect, test } from "vitest";
import { CUSTOMER, HANDLING, record, WAITING } from "../../test/support/record-builder.ts";
import { toLiveView } from "../model/live-view.ts";
import { summarize } from "../model/summarize.ts";
import { toTimeline } from "../model/timeline.ts";
import { LIVE_CSV_COLUMNS, SUMMARY_CSV_COLUMNS, TIMELINE_CSV_COLUMNS } from "./csv-columns.ts";

const detail = record([CUSTOMER, WAITING, HANDLING]);
const { summary } = summarize(detail, { source: "query", observedAt: 0 });

test.each([
  ["a summary", summary, SUMMARY_CSV_COLUMNS],
  ["a live conversation", toLiveView(detail, summary), LIVE_CSV_COLUMNS],
  ["a timeline entry", toTimeline(detail)[0] ?? {}, TIMELINE_CSV_COLUMNS],
])("every field of %s is a column", (_, row, columns) => {
  expect([...columns].sort()).toEqual(Object.keys(row).sort());
});
