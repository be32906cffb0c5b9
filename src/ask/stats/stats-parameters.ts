import { MEASURE_NAMES } from "../../model/measures.ts";
import { FILTER_PARAMETERS } from "../filter-parameters.ts";
import { choice, type ParameterValues, period, several, yes } from "../parameter.ts";
import { RANGE_PARAMETERS } from "../range.ts";
import { GROUP_NAMES } from "./dimensions.ts";

const { user, queue, media, direction, wrapUp, skill, division, disconnect, ani, dnis } = FILTER_PARAMETERS;

/** Of which range, by what, and of which sessions: what aggregates have a dimension for. */
const STATS_RANGE_PARAMETERS = {
  by: several("--by <dimension>", "A row for each of these.", GROUP_NAMES),
  interval: period(
    "--interval <period>",
    "A row for each 15m, 30m, 1h, 1d, 1w, 1mo (or ISO-8601: PT30M) of the range; days, weeks and months are those of --time-zone.",
  ),
  days: { ...RANGE_PARAMETERS.days },
  from: {
    ...RANGE_PARAMETERS.from,
    description: "What happened at or after this: 2026-11-01, 2026-11-01T14:30, …Z, today.",
  },
  to: { ...RANGE_PARAMETERS.to, description: "What happened before this; until now when only --from is given." },
};

export const STATS_PARAMETERS = {
  metric: several("--metric <metric>", "Only these metrics; all that the rows can have when absent.", MEASURE_NAMES),
  percentiles: yes(
    "--percentiles",
    "Also p50, p90 and p95 of wait, talk and handling time; from the local copy, or else from the details of every conversation, because aggregates have none.",
  ),
  concurrency: yes(
    "--concurrency",
    "Also how many conversations were at work at once, at most and on average; only the local copy can tell.",
  ),
  source: choice(
    "--source <source>",
    "Who counts: the local copy where it covers the range, without any request, and else the API's aggregates.",
    ["auto", "api", "store"],
  ),
  ...STATS_RANGE_PARAMETERS,
  user,
  queue,
  media,
  direction,
  wrapUp,
  skill,
  division,
  disconnect,
  ani,
  dnis,
};

/** Only what can be told from detail records as aggregates tell it. */
export const VERIFY_PARAMETERS = {
  ...STATS_RANGE_PARAMETERS,
  source: choice(
    "--source <source>",
    "Where the details come from: the API, or the local copy, which is verified then.",
    ["api", "store"],
  ),
  user,
  queue,
  media,
  direction,
  wrapUp,
  division,
};

export type VerifyParameters = ParameterValues<typeof VERIFY_PARAMETERS>;

export type StatsParameters = ParameterValues<typeof STATS_PARAMETERS>;
