import type { Api } from "../../api/api.ts";
import { asBulk } from "../../api/as-bulk.ts";
import { concatAhead } from "../../base/concat-ahead.ts";
import type { Clock } from "../../base/effects.ts";
import { contains, startOfUtcDay } from "../../base/interval.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import { SOURCES } from "../declarations.ts";
import type { DetailPage, ReadingReport } from "../detail-page.ts";
import { createIdSet, type IdSet } from "../id-set.ts";
import { needsAttributes } from "../plan/history-need.ts";
import type { Planned } from "../plan/make-history-plan.ts";
import type { PlannedWindow, PlanPart } from "../plan/plan.ts";
import { MAX_DEPTH } from "../plan/slice-interval.ts";
import { readOpen } from "../read-open.ts";
import { readJobWindow } from "./read-job-window.ts";
import { readQueryWindow } from "./read-query-window.ts";
import { keepNew, type Reading } from "./reading.ts";
import { openEstimate, type WindowEstimate } from "./window-estimate.ts";

/** Windows that are read side by side, and pages of each that may wait: what is read ahead must fit into little memory. */
const WINDOWS_AT_ONCE = 2;
const PAGES_AHEAD = 1;

/** Reading that takes more requests than this, a sixth of a minute's by default, stands back behind people's questions. */
const BULK_REQUESTS = 50;

type Pages = AsyncGenerator<DetailPage, void, undefined>;

/** Reads what a plan says, part after part, oldest first, each conversation once; local filters are the caller's. */
export function runHistoryPlan(
  api: Api,
  clock: Clock,
  { plan, first }: Planned,
  report: ReadingReport = {},
  signal?: AbortSignal,
): Pages {
  const reading: Reading = {
    api: plan.estimate.requests > BULK_REQUESTS ? asBulk(api) : api,
    clock,
    plan,
    report,
    signal,
    depth: MAX_DEPTH,
    matchesDays: false,
    read: 0,
    expected: plan.estimate.conversations,
    requests: plan.estimate.requests,
  };
  const idle: IdSet[] = [];
  const sequences = plan.parts.flatMap((part, index) =>
    part.windows.map((window) => {
      const page = index === 0 && first?.interval.from === window.interval.from ? first.page : undefined;
      return () =>
        markReached(
          reading,
          part,
          window,
          readWithIds(idle, (seen) => readWindow(reading, part, window, { first: page, seen })),
        );
    }),
  );
  return concatAhead(sequences, WINDOWS_AT_ONCE, PAGES_AHEAD);
}

/**
 * Says how far the reading has come, so that it can be stopped and go on there. Within a window only where the order of starts
 * is certain, and by whole UTC days: within the last one something may become known late.
 */
async function* markReached(reading: Reading, { source }: PlanPart, { interval }: PlannedWindow, pages: Pages): Pages {
  for await (const page of pages) {
    const last = source === "query" ? lastStart(page) : undefined;
    yield last === undefined ? page : { ...page, reached: Math.min(startOfUtcDay(last), interval.to) };
  }
  yield { records: [], source: "query", observedAt: reading.clock.now(), reached: interval.to };
}

function lastStart({ records }: DetailPage): number | undefined {
  return parseWireInstant((records.at(-1) as { conversationStart?: unknown } | null | undefined)?.conversationStart);
}

/** A set of ids takes 16 bytes each; one that a window has done with serves the next. */
async function* readWithIds(idle: IdSet[], read: (seen: IdSet) => Pages): Pages {
  const seen = idle.pop() ?? createIdSet();
  yield* read(seen);
  seen.clear();
  idle.push(seen);
}

interface WindowStart {
  /** The page that was read to plan it. */
  readonly first: FirstPage | undefined;
  readonly seen: IdSet;
}

type FirstPage = NonNullable<Planned["first"]>["page"];

function readWindow(reading: Reading, part: PlanPart, window: PlannedWindow, start: WindowStart): Pages {
  const { interval, expected } = window;
  const estimate = openEstimate(expected, SOURCES[part.source].requests(window));
  switch (part.source) {
    case "query":
      return readQueryWindow(reading, part, interval, { ...start, estimate, ownsSeen: true });
    case "job":
      return readJobAfterHead(reading, part, interval, start, estimate);
    case "open":
      return readOpenWindow(reading, part, interval, start);
  }
}

/** A job takes seconds at the least: the page that was read to plan it is given meanwhile. */
async function* readJobAfterHead(
  reading: Reading,
  part: PlanPart,
  window: PlannedWindow["interval"],
  { first, seen }: WindowStart,
  estimate: WindowEstimate,
): Pages {
  // Its rows have no attributes, and are not all that an overlapping job finds first.
  if (first !== undefined && !part.overlapping && !needsAttributes(reading.plan.need)) {
    const records = keepNew(reading, part, window, seen, first.conversations ?? []);
    yield { records, source: "query", observedAt: reading.clock.now() };
  }
  yield* readJobWindow(reading, part, window, { seen, estimate });
}

async function* readOpenWindow(
  reading: Reading,
  part: PlanPart,
  window: PlannedWindow["interval"],
  { seen }: WindowStart,
): Pages {
  const { api, clock, plan, report, signal } = reading;
  const page = await readOpen(
    api,
    clock,
    { interval: window, filters: plan.filters },
    { incomplete: report.incomplete },
    signal,
  );
  const records = page.records.filter((record) => {
    const start = parseWireInstant((record as { conversationStart?: unknown } | null)?.conversationStart);
    return start === undefined || contains(part.interval, start);
  });
  yield { ...page, records: keepNew(reading, part, window, seen, records) };
}
