import type { Api } from "../../api/api.ts";
import type { Clock } from "../../base/effects.ts";
import { DAY_MS, type Interval, MINUTE_MS, startOfUtcDay, toIso } from "../../base/interval.ts";
import { SOURCES } from "../declarations.ts";
import { OPEN_CONVERSATIONS, toWindowFilters } from "../filter/every-conversation.ts";
import { type ApiFilters, hasFilters, joinFilters, pushDown } from "../filter/push-down.ts";
import { estimateMinutes } from "./estimate-minutes.ts";
import { type HistoryNeed, insistsOnAttributes, needsAttributes, toLookback } from "./history-need.ts";
import type { HistoryPlan, PlannedWindow, PlanPart } from "./plan.ts";
import { costOfJob, costOfOpen, costOfQuery, sumOf } from "./request-costs.ts";
import { MAX_DAYS_WITH_FILTER, MAX_DAYS_WITHOUT_FILTER, sliceInterval } from "./slice-interval.ts";
import { type Availability, type Count, countHistory, type FirstPage, surveyAvailability } from "./survey.ts";

/** Below this many requests a query is done about as soon as a job has begun, and leaves two thirds of a minute's budget. */
const JOB_WORTH_REQUESTS = 100;
/** A job keeps people waiting before its first row; it has to save this factor of requests. */
const JOB_WORTH_FACTOR = 2;

export interface Planned {
  readonly plan: HistoryPlan;
  /** Read to count, and good as the first page of the first part. */
  readonly first: FirstPage | null;
}

interface Planning {
  readonly api: Api;
  readonly need: HistoryNeed;
  readonly filters: ApiFilters;
  readonly signal: AbortSignal | undefined;
  probes: number;
}

/** Asks as little as is needed to know how a question about the past is best answered, and says so as a plan. */
export async function makeHistoryPlan(
  api: Api,
  clock: Clock,
  need: HistoryNeed,
  signal?: AbortSignal,
): Promise<Planned> {
  const pushed = pushDown(need.criteria);
  const planning: Planning = { api, need, signal, filters: pushed.filters, probes: 0 };
  const count = await countRange(planning, need.interval);
  const jobs = await chooseJobs(planning, count.windows);
  const parts = [...(await planEarlier(planning, jobs)), ...jobs.parts].filter(isWorthAsking);
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  const readAlready = parts[0]?.source === "query" && parts[0].interval.from === count.first?.interval.from ? 1 : 0;
  const plan: HistoryPlan = {
    need,
    parts,
    ...pushed,
    estimate: {
      conversations: parts.reduce(
        (sum, { windows }) => sum + windows.reduce((all, { expected }) => all + expected, 0),
        0,
      ),
      requests: requests - readAlready,
      minutes: estimateMinutes(requests - readAlready, api.budget(), clock.now()),
    },
    probes: planning.probes,
    complete: jobs.lacking === null,
    reason: jobs.lacking,
    notes: [...jobs.notes, ...noteNow(need, clock.now())],
  };
  return { plan, first: count.first };
}

async function countRange(planning: Planning, interval: Interval, filters = planning.filters): Promise<Count> {
  const { api, signal } = planning;
  const isLong = interval.to - interval.from > MAX_DAYS_WITHOUT_FILTER * DAY_MS;
  const maxDays = isLong || hasFilters(filters) ? MAX_DAYS_WITH_FILTER : MAX_DAYS_WITHOUT_FILTER;
  const count = await countHistory(api, interval, toWindowFilters(filters, interval), maxDays, signal);
  planning.probes += count.requests;
  return count;
}

interface Choice {
  /** For what began in the interval, oldest first. */
  readonly parts: readonly PlanPart[];
  /** Until when the data lake has everything, where it was asked. */
  readonly availability: Availability | null;
  /** Where the job's part ends and the query's begins; `null` without a job. */
  readonly cut: number | null;
  readonly lacking: string | null;
  readonly notes: readonly string[];
}

async function chooseJobs(planning: Planning, windows: readonly PlannedWindow[]): Promise<Choice> {
  const { need } = planning;
  const byQuery = sumOf(windows, costOfQuery);
  const attributes = needsAttributes(need);
  if (!attributes && !isJobThinkable(need, byQuery)) {
    return {
      parts: [queryPart(need, windows, toQueryReason(need, byQuery))],
      availability: null,
      cut: null,
      lacking: null,
      notes: [],
    };
  }
  planning.probes += 1;
  const availability = await surveyAvailability(planning.api, planning.signal);
  const cut = toCut(need.interval, availability.until);
  if (need.via === "query" || cut === null) {
    const why = need.via === "query" ? "asked for" : toJoblessReason(need, availability);
    const lacking = insistsOnAttributes(need) ? lackOfAttributes(why, need.interval.from) : null;
    return { parts: [queryPart(need, windows, why)], availability, cut: null, lacking, notes: [] };
  }
  return splitAtLake(planning, windows, availability, cut);
}

function isJobThinkable(need: HistoryNeed, byQuery: number): boolean {
  if (need.via !== "auto") return need.via === "job";
  return need.reach === "overlapping" || byQuery >= JOB_WORTH_REQUESTS;
}

/** The job answers what the lake has whole days of, the query what came later. */
async function splitAtLake(
  planning: Planning,
  windows: readonly PlannedWindow[],
  availability: Availability,
  cut: number,
): Promise<Choice> {
  const { need } = planning;
  const { from, to } = need.interval;
  const rest = cut < to ? (await countRange(planning, { from: cut, to })).windows : [];
  const total = sumOf(windows, ({ expected }) => expected) - sumOf(rest, ({ expected }) => expected);
  const jobWindows = sliceInterval({ from, to: cut }, MAX_DAYS_WITH_FILTER).map((interval) => ({
    interval,
    expected: Math.max(0, Math.round((total * (interval.to - interval.from)) / (cut - from))),
  }));
  const byQuery = sumOf(windows, costOfQuery);
  const byJob = sumOf(jobWindows, costOfJob) + sumOf(rest, costOfQuery);
  const isCheaper = byJob * JOB_WORTH_FACTOR <= byQuery;
  const attributes = needsAttributes(need);
  if (need.via === "auto" && need.reach !== "overlapping" && !attributes && !isCheaper) {
    return {
      parts: [queryPart(need, windows, `${byQuery} requests; with jobs it would be ${byJob}`)],
      availability,
      cut: null,
      lacking: null,
      notes: [],
    };
  }
  const why = attributes
    ? "only details jobs have participant attributes"
    : need.via === "job"
      ? "asked for"
      : `${byJob} requests instead of ${byQuery} by query`;
  const job: PlanPart = {
    source: "job",
    interval: { from, to: cut },
    windows: jobWindows,
    overlapping: need.reach === "overlapping",
    why,
    freshness: `the data lake has everything until ${toIso(availability.until ?? cut)}; what has changed since is read beside it`,
    requests: sumOf(jobWindows, costOfJob),
  };
  const parts =
    cut < to
      ? [job, queryPart({ ...need, interval: { from: cut, to } }, rest, "the data lake does not have it yet")]
      : [job];
  return {
    parts,
    availability,
    cut,
    lacking:
      insistsOnAttributes(need) && cut < to ? lackOfAttributes("the data lake does not have them yet", cut) : null,
    notes: [],
  };
}

/** Cut at a UTC midnight, because both APIs match whole UTC days. */
function toCut({ from, to }: Interval, until: number | null): number | null {
  if (until === null) return null;
  const cut = to <= until ? to : startOfUtcDay(until);
  return cut > from ? cut : null;
}

/** What began before the interval, where that is wanted too. */
async function planEarlier(planning: Planning, { cut }: Choice): Promise<PlanPart[]> {
  const { need } = planning;
  // An overlapping job finds what began earlier by itself.
  if (need.reach === "began" || (need.reach === "overlapping" && cut !== null)) return [];
  const interval = toLookback(need.interval);
  const isOpenOnly = need.reach === "still-open";
  const filters = isOpenOnly ? joinFilters(planning.filters, OPEN_CONVERSATIONS) : planning.filters;
  const count = await countRange(planning, interval, filters);
  const why = isOpenOnly
    ? "began earlier and is still open"
    : "may have begun earlier and reach into the range; no grammar says that to the details query, so all of it is read";
  return [
    {
      source: isOpenOnly ? "open" : "query",
      interval,
      windows: count.windows,
      overlapping: !isOpenOnly,
      why,
      freshness: SOURCES.query.freshness,
      requests: sumOf(count.windows, isOpenOnly ? costOfOpen : costOfQuery),
    },
  ];
}

function queryPart(need: HistoryNeed, windows: readonly PlannedWindow[], why: string): PlanPart {
  const requests = sumOf(windows, costOfQuery);
  return {
    source: "query",
    interval: need.interval,
    windows,
    overlapping: false,
    why,
    freshness: SOURCES.query.freshness,
    requests,
  };
}

function toQueryReason({ via }: HistoryNeed, requests: number): string {
  return via === "query" ? "asked for" : `${requests} requests: done before a details job has begun`;
}

function toJoblessReason({ interval }: HistoryNeed, { until, reason }: Availability): string {
  return (
    reason ??
    `the data lake has nothing of it yet: it has whole days until ${toIso(startOfUtcDay(until ?? interval.from)).slice(0, 10)}`
  );
}

function lackOfAttributes(why: string, from: number): string {
  return `participant attributes of what began since ${toIso(from)} can't be read: ${why}`;
}

function noteNow({ interval }: HistoryNeed, now: number): string[] {
  return interval.to > now - MINUTE_MS ? ["What began within the last minute may not have reached analytics yet."] : [];
}

function isWorthAsking({ source, windows }: PlanPart): boolean {
  // A count is approximate, but none at all of the earlier ones is none.
  return source !== "open" || windows.some(({ expected }) => expected > 0);
}
