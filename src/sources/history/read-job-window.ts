import {
  type DetailsJobQuery,
  deleteDetailsJob,
  getDetailsJob,
  getDetailsJobResults,
  type JobResults,
  submitDetailsJob,
} from "../../api/endpoints/analytics-details-jobs.ts";
import { AppError, isAppError } from "../../base/app-error.ts";
import { type Interval, MINUTE_MS, SECOND_MS, startOfUtcDay, toIso, toIsoInterval } from "../../base/interval.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { DetailPage } from "../detail-page.ts";
import type { IdSet } from "../id-set.ts";
import { toLookback } from "../plan/history-need.ts";
import type { PlanPart } from "../plan/plan.ts";
import { costOfJob } from "../plan/request-costs.ts";
import { MAX_DAYS_WITH_FILTER, sliceInterval } from "../plan/slice-interval.ts";
import { createUpdater, type Updater } from "./bring-up-to-date.ts";
import { readChanged } from "./read-changed.ts";
import { readQueryWindow } from "./read-query-window.ts";
import { keepNew, type Reading } from "./reading.ts";
import { correctEstimate, tellRevision, type WindowEstimate } from "./window-estimate.ts";

/** First and longest pause between two looks at a job. */
const POLL_FIRST_MS = SECOND_MS;
const POLL_LONGEST_MS = 15 * SECOND_MS;
/** A job that takes longer is given up: the query answers in its place. */
const PATIENCE_MS = 15 * MINUTE_MS;

/**
 * Every conversation of a window, each once, oldest first, from the results of a details job; what has changed since the data
 * lake was filled stands there as it is now. A job that fails, stalls or expires is no reason to fail: the details query
 * answers what is still missing.
 */
export async function* readJobWindow(
  reading: Reading,
  part: PlanPart,
  window: Interval,
  { seen, estimate }: { readonly seen: IdSet; readonly estimate: WindowEstimate },
): AsyncGenerator<DetailPage, void, undefined> {
  // Results are ordered by start: what is missing after a failure began no earlier than the last one that came.
  let reached = window.from;
  let availableUntil = window.to;
  let updater: Updater | undefined;
  let received = 0;
  const correct = (expected: number) =>
    correctEstimate(reading, estimate, { expected, requests: costOfJob({ expected }) });
  const keep = (pages: readonly DetailPage[]) =>
    pages.map((page) => ({ ...page, records: keepNew(reading, part, window, seen, page.records) }));
  try {
    for await (const results of readResults(reading, part, window)) {
      const lakeAt = parseWireInstant(results.dataAvailabilityDate) ?? reading.clock.now();
      availableUntil = Math.min(availableUntil, lakeAt);
      received += results.conversations?.length ?? 0;
      correct(Math.max(estimate.expected, received));
      updater ??= await openUpdater(reading, part, window, lakeAt);
      yield* keep(updater.pass(results.conversations ?? [], lakeAt));
      reached = Math.max(reached, lastStart(results) ?? reached);
      yield { records: [], source: "job", observedAt: lakeAt, reached: givenUntil(part, reached, availableUntil) };
    }
    correct(received);
    tellRevision(reading, window, estimate);
    if (updater !== undefined) yield* keep(updater.rest());
  } catch (error) {
    if (!isReplaceable(error)) throw error;
    reading.report.revised?.(`${error.message} The details query answers in its place.`);
    yield* readQueryWindow(reading, toQueryPart(part), since(window, reached), { seen });
    if (isWholeLife(part, window)) yield* readEarlier(reading, part, seen);
  }
  if (availableUntil < window.to) {
    reading.report.revised?.(
      `The data lake has everything until ${toIso(availableUntil)} only; the details query answers the rest.`,
    );
    yield* readQueryWindow(reading, toQueryPart(part), since(window, availableUntil), { seen });
  }
}

/** Of lives that overlap, earlier ones may come last; and beyond what the lake has, nothing is certain. */
function givenUntil({ overlapping }: PlanPart, reached: number, availableUntil: number): number | undefined {
  return overlapping ? undefined : startOfUtcDay(Math.min(reached, availableUntil));
}

async function openUpdater(reading: Reading, part: PlanPart, window: Interval, lakeAt: number): Promise<Updater> {
  const from = isWholeLife(part, window) ? toLookback(window).from : window.from;
  const { api, clock, report, signal, plan } = reading;
  const changes = { api, clock, report, signal, filters: plan.filters };
  const changed = await readChanged(changes, { from, to: window.to }, lakeAt);
  return createUpdater(changed, reading.clock.now());
}

/** The rest of a window, by whole UTC days, because both APIs match those. */
function since(window: Interval, instant: number): Interval {
  return { from: Math.max(window.from, startOfUtcDay(instant)), to: window.to };
}

/** The query knows no lives that overlap: of what began before the window, all has to be read. */
async function* readEarlier(
  reading: Reading,
  part: PlanPart,
  seen: IdSet,
): AsyncGenerator<DetailPage, void, undefined> {
  for (const window of sliceInterval(toLookback(part.interval), MAX_DAYS_WITH_FILTER))
    yield* readQueryWindow(reading, { ...part, source: "query" }, window, { seen });
}

/** Of a life that spans several windows, the first window's job tells. */
function isWholeLife({ overlapping, interval }: PlanPart, window: Interval): boolean {
  return overlapping && window.from === interval.from;
}

function toQueryPart(part: PlanPart): PlanPart {
  return { ...part, source: "query", overlapping: false };
}

function lastStart({ conversations }: JobResults): number | undefined {
  return parseWireInstant(conversations?.at(-1)?.conversationStart);
}

/** Not what ends every request, such as Ctrl-C. A submission that was cut off is not repeated; where the network is lost, the query says so. */
function isReplaceable(error: unknown): error is AppError {
  return isAppError(error) && ["remote", "not-found", "input", "denied", "timeout", "network"].includes(error.kind);
}

/** The pages of a job's results; the next one is on its way while the one before is worked on. */
async function* readResults(
  reading: Reading,
  part: PlanPart,
  window: Interval,
): AsyncGenerator<JobResults, void, undefined> {
  const { api, signal } = reading;
  const jobId = await submitDetailsJob(
    api,
    toJobQuery(reading, part, window),
    `submitting a details job for ${toIsoInterval(window)}`,
    signal,
  );
  let ended = false;
  try {
    await waitForJob(reading, jobId);
    let next: Promise<JobResults> | undefined = getDetailsJobResults(api, jobId, undefined, signal);
    while (next !== undefined) {
      const results: JobResults = await next;
      const { cursor } = results;
      next = cursor === undefined || cursor === null ? undefined : getDetailsJobResults(api, jobId, cursor, signal);
      // Its failure is reported when its turn comes; without this it would count as unhandled until then.
      next?.catch(() => {});
      yield results;
    }
    ended = true;
  } finally {
    // Ours, and of no use to anybody else; a failure to end it costs nothing, it expires by itself.
    if (ended || signal?.aborted !== true) await deleteDetailsJob(api, jobId, signal).catch(() => {});
  }
}

function toJobQuery({ plan }: Reading, part: PlanPart, window: Interval): DetailsJobQuery {
  return {
    interval: toIsoInterval(window),
    order: "asc",
    orderBy: "conversationStart",
    ...plan.filters,
    ...(isWholeLife(part, window) ? {} : { startOfDayIntervalMatching: true }),
  };
}

async function waitForJob({ api, clock, signal, report }: Reading, jobId: string): Promise<void> {
  const since = clock.monotonic();
  for (let pause = POLL_FIRST_MS; ; pause = Math.min(pause * 1.5, POLL_LONGEST_MS)) {
    const { state, errorMessage } = await getDetailsJob(api, jobId, signal);
    if (state === "FULFILLED") return;
    if (state === "FAILED" || state === "CANCELLED" || state === "EXPIRED") throw endedJob(jobId, state, errorMessage);
    const waited = clock.monotonic() - since;
    if (waited > PATIENCE_MS) throw stalledJob(jobId, waited);
    report.waiting?.(`details job ${state?.toLowerCase() ?? "under way"} for ${Math.round(waited / SECOND_MS)} s`);
    await clock.sleep(pause, signal);
  }
}

function endedJob(jobId: string, state: string, errorMessage: string | undefined): AppError {
  const reason = errorMessage === undefined ? "" : `: ${errorMessage}`;
  return new AppError({
    kind: "remote",
    code: "DETAILS_JOB_ENDED",
    message: `Details job ${jobId} has ended without results, in state ${state}${reason.replace(/\.$/, "")}.`,
    hint: "Try again, or with --source query.",
  });
}

function stalledJob(jobId: string, waitedMs: number): AppError {
  return new AppError({
    kind: "timeout",
    code: "DETAILS_JOB_STALLED",
    message: `Details job ${jobId} has not been done after ${Math.round(waitedMs / MINUTE_MS)} minutes.`,
    hint: "Try again later, or with --source query.",
  });
}
