import { AppError } from "../base/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../base/interval.ts";
import { parseClockSpeed } from "./clock/clock-speed.ts";
import type { FaultPlan } from "./faults.ts";
import { parseInstant } from "./parse-instant.ts";
import { QUALITY_WINDOW_MS } from "./world/organisation-specs.ts";

/** What a simulator can be told. Durations are milliseconds here; flags and raw values also take `6h`, `90m`, `2d`. */
export interface SimulatorOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined: no proxy; 0 takes a free port. */
  readonly proxyPort: number | undefined;
  readonly caFile: string | undefined;
  readonly caFolder: string | undefined;
  readonly seed: number;
  readonly perDay: number;
  readonly days: number;
  /** `real`, `stepped`, or `x` and a number, e.g. `x60`. */
  readonly clock: string;
  /** Epoch milliseconds (raw also ISO-8601); undefined: the machine's now. */
  readonly clockStart: number | undefined;
  readonly limits: "api" | "off";
  readonly lags: "api" | "off";
  readonly queryLag: number;
  readonly wrapUpLag: number;
  readonly aggregateLag: number;
  readonly observationLag: number;
  readonly nightlyRewrite: "on" | "off";
  readonly totalHits: "approximate" | "exact";
  readonly totalHitsError: number;
  readonly lakeLag: number;
  readonly lakeStep: number;
  readonly jobDuration: number;
  readonly jobRetention: number;
  readonly jobFailures: number;
  readonly jobPageSize: number;
  readonly jobPageSizeMax: number;
  readonly jobsConcurrentMax: number;
  readonly jobsPerSecond: number;
  /** A file with a fault plan, or (from code) the plan itself. */
  readonly faults: string | FaultPlan | undefined;
  /** Files or folders with detail records to serve instead of invented ones. */
  readonly records: readonly string[];
  readonly maxDays: number;
  readonly maxDaysFiltered: number;
  readonly pageSizeMax: number;
  readonly depthMax: number;
  readonly requestsPerMinute: number;
  readonly bodyBytesMax: number;
  readonly idsMax: number;
  readonly tokenSeconds: number;
  readonly intervalMatching: "day-and-overlap" | "day";
  readonly liveRetention: number;
  readonly qualityWindow: number;
  readonly tokenType: "bearer" | "Bearer";
  readonly unknownFields: "refuse" | "ignore";
  readonly aggregateDaysMax: number;
  readonly aggregateBucketsMax: number;
  readonly observationsMax: number;
  readonly eventLag: number;
  readonly analyticsEventLag: number;
  readonly missingDimensions: "no-group" | "group-without";
  readonly serviceLevel: "abandons" | "abandons-and-flow-outs" | "long-abandons" | "answered-only";
  readonly channelsMax: number;
  readonly channelsPerSecond: number;
  readonly channelTopicsMax: number;
  readonly channelLifetime: number;
  readonly topicLengthMax: number;
  readonly heartbeatInterval: number;
  readonly socketLifetime: number;
  readonly socketClosingNotice: number;
  readonly socketCloseCode: number;
  readonly socketMessageBytesMax: number;
  readonly socketBacklogMax: number;
  readonly withoutPermissions: readonly string[];
  readonly divisions: readonly string[];
}

export type SimulatorOptionKind =
  | "text"
  | "integer"
  | "duration"
  | "choice"
  | "clock"
  | "instant"
  | "list"
  | "file"
  | "files";

/** One row of the table from which the CLI makes flags and docs. */
export interface SimulatorOption {
  readonly name: keyof SimulatorOptions;
  /** As commander takes it, e.g. `--per-day <count>`. */
  readonly flag: string;
  readonly kind: SimulatorOptionKind;
  readonly default: string | number | readonly string[] | undefined;
  readonly description: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

export const SIMULATOR_OPTIONS: readonly SimulatorOption[] = [
  option("host", "--host <address>", "text", "127.0.0.1", "address to listen on"),
  option("port", "--port <number>", "integer", 0, "port to listen on; 0 takes a free one", { min: 0, max: 65_535 }),
  option(
    "proxyPort",
    "--proxy-port <number>",
    "integer",
    undefined,
    "also be a proxy behind which every Genesys host is this simulator, for clients whose hosts are fixed; 0 takes a free port",
    { min: 0, max: 65_535 },
  ),
  option(
    "caFile",
    "--ca-file <file>",
    "text",
    undefined,
    "where to write the certificate that clients of the proxy have to trust",
  ),
  option(
    "caFolder",
    "--ca-folder <folder>",
    "text",
    undefined,
    "keep the proxy's certificate authority here, key included, and take it up at the next start; else it is in memory only",
  ),
  option("seed", "--seed <number>", "integer", 1, "which organisation: the same seed gives the same world", {
    min: 0,
    max: 2_147_483_647,
  }),
  option("perDay", "--per-day <count>", "integer", 400, "conversations a UTC day, on average", {
    min: 1,
    max: 200_000,
  }),
  option("days", "--days <count>", "integer", 400, "days of history before now", { min: 1, max: 3_650 }),
  option(
    "clock",
    "--clock <real|xN|stepped>",
    "clock",
    "real",
    "the simulated time: the machine's, some times faster (x60), or standing still until POST /simulator/clock moves it",
  ),
  option(
    "clockStart",
    "--clock-start <instant>",
    "instant",
    undefined,
    "the ISO-8601 instant at which the simulated time begins; the machine's now unless given",
  ),
  option("limits", "--limits <api|off>", "choice", "api", "the API's limits, or none of them", {
    choices: ["api", "off"],
  }),
  option(
    "lags",
    "--lags <api|off>",
    "choice",
    "api",
    "how late and how exactly analytics knows: as the API, or everything at once (but the data lake)",
    { choices: ["api", "off"] },
  ),
  option(
    "queryLag",
    "--query-lag <duration>",
    "duration",
    5 * SECOND_MS,
    "longest time until details queries know what happened; each conversation takes some part of it, by seed (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "wrapUpLag",
    "--wrap-up-lag <duration>",
    "duration",
    30 * SECOND_MS,
    "how much later than that they know wrap-up codes, at most (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "aggregateLag",
    "--aggregate-lag <duration>",
    "duration",
    15 * SECOND_MS,
    "longest time until aggregates count what was emitted; by conversation and seed (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "observationLag",
    "--observation-lag <duration>",
    "duration",
    2 * SECOND_MS,
    "how far observations and activity are behind (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "nightlyRewrite",
    "--nightly-rewrite <on|off>",
    "choice",
    "on",
    "some conversations lack wrap-up codes, or the work after an outbound call, until a night when they are 48 to 72 hours old",
    { choices: ["on", "off"] },
  ),
  option(
    "totalHits",
    "--total-hits <rule>",
    "choice",
    "approximate",
    "the total of a details query: above 100 an estimate that drifts, or always the count",
    { choices: ["approximate", "exact"] },
  ),
  option(
    "totalHitsError",
    "--total-hits-error <percent>",
    "integer",
    2,
    "by how much such an estimate may be too high, or too low by the same factor; 900 is an order of magnitude",
    { min: 0, max: 900 },
  ),
  option("lakeLag", "--lake-lag <duration>", "duration", 6 * HOUR_MS, "how far the data lake of the jobs is behind", {
    min: 0,
    max: 7 * DAY_MS,
  }),
  option(
    "lakeStep",
    "--lake-step <duration>",
    "duration",
    30 * MINUTE_MS,
    "in what steps the data lake's availability moves on (inferred)",
    { min: 1, max: DAY_MS },
  ),
  option(
    "jobDuration",
    "--job-duration <duration>",
    "duration",
    5 * SECOND_MS,
    "longest time until a details job is fulfilled; each takes some part of it, by seed",
    { min: 0, max: DAY_MS },
  ),
  option(
    "jobRetention",
    "--job-retention <duration>",
    "duration",
    DAY_MS,
    "how long after its submission a job expires (inferred)",
    { min: 1, max: 400 * DAY_MS },
  ),
  option("jobFailures", "--job-failures <percent>", "integer", 0, "how many of a hundred jobs fail, by seed", {
    min: 0,
    max: 100,
  }),
  option(
    "jobPageSize",
    "--job-page-size <count>",
    "integer",
    1_000,
    "page of a job's results unless asked otherwise (inferred)",
    { min: 1, max: 100_000 },
  ),
  option("jobPageSizeMax", "--job-page-size-max <count>", "integer", 1_000, "largest such page (inferred)", {
    min: 1,
    max: 100_000,
  }),
  option(
    "jobsConcurrentMax",
    "--jobs-concurrent-max <count>",
    "integer",
    10,
    "jobs under way at once: details.jobs.concurrent.access.max (inferred)",
    { min: 1, max: 1_000_000 },
  ),
  option(
    "jobsPerSecond",
    "--jobs-per-second <count>",
    "integer",
    10,
    "jobs submitted within a second: details.jobs.rate.per.second (inferred)",
    { min: 1, max: 1_000_000 },
  ),
  option("faults", "--faults <file>", "file", undefined, "a JSON file with a plan of faults to inject"),
  option(
    "records",
    "--records <path...>",
    "files",
    [],
    "serve the detail records of these files instead of invented ones",
  ),
  option("maxDays", "--max-days <days>", "integer", 7, "longest interval of a details query without a filter", {
    min: 1,
    max: 3_650,
  }),
  option(
    "maxDaysFiltered",
    "--max-days-filtered <days>",
    "integer",
    31,
    "longest interval of a details query with a filter",
    {
      min: 1,
      max: 3_650,
    },
  ),
  option("pageSizeMax", "--page-size-max <count>", "integer", 100, "largest page of a details query", {
    min: 1,
    max: 100_000,
  }),
  option(
    "depthMax",
    "--depth-max <count>",
    "integer",
    100_000,
    "how many results of a details query paging can reach",
    {
      min: 1,
      max: 10_000_000,
    },
  ),
  option(
    "requestsPerMinute",
    "--requests-per-minute <count>",
    "integer",
    300,
    "requests that a token has each minute",
    {
      min: 1,
      max: 1_000_000,
    },
  ),
  option("bodyBytesMax", "--body-bytes-max <bytes>", "integer", 512_000, "largest request body", {
    min: 1,
    max: 100_000_000,
  }),
  option("idsMax", "--ids-max <count>", "integer", 100, "most ids in one multi-get", { min: 1, max: 10_000 }),
  option("tokenSeconds", "--token-seconds <seconds>", "integer", 86_400, "lifetime of an access token", {
    min: 1,
    max: 172_800,
  }),
  option(
    "intervalMatching",
    "--interval-matching <rule>",
    "choice",
    "day-and-overlap",
    "what a details query returns: all that began on a touched UTC day, or of those what overlaps the interval (inferred)",
    { choices: ["day-and-overlap", "day"] },
  ),
  option(
    "liveRetention",
    "--live-retention <duration>",
    "duration",
    DAY_MS,
    "how long GET /conversations/{id} knows an ended conversation (inferred)",
    { min: 0, max: 400 * DAY_MS },
  ),
  option(
    "qualityWindow",
    "--quality-window <duration>",
    "duration",
    QUALITY_WINDOW_MS,
    "how long after their end conversations get evaluations, surveys and resolutions, and these change (inferred)",
    { min: HOUR_MS, max: 400 * DAY_MS },
  ),
  option(
    "tokenType",
    "--token-type <text>",
    "choice",
    "bearer",
    "casing of token_type in the token response (inferred)",
    {
      choices: ["bearer", "Bearer"],
    },
  ),
  option(
    "unknownFields",
    "--unknown-fields <rule>",
    "choice",
    "refuse",
    "fields of a query that the API does not know (inferred)",
    {
      choices: ["refuse", "ignore"],
    },
  ),
  option(
    "aggregateDaysMax",
    "--aggregate-days-max <days>",
    "integer",
    366,
    "longest interval of an aggregate query (inferred)",
    { min: 1, max: 3_650 },
  ),
  option(
    "aggregateBucketsMax",
    "--aggregate-buckets-max <count>",
    "integer",
    100_000,
    "most intervals that an aggregate query can be cut into (inferred)",
    { min: 1, max: 1_000_000 },
  ),
  option(
    "observationsMax",
    "--observations-max <count>",
    "integer",
    100,
    "how many observations of a metric, or entities of a group, are told: half of them the oldest, half the newest (inferred)",
    { min: 1, max: 1_000_000 },
  ),
  option(
    "eventLag",
    "--event-lag <duration>",
    "duration",
    250,
    "how long after something happened to a conversation or to a user its topics tell it (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "analyticsEventLag",
    "--analytics-event-lag <duration>",
    "duration",
    2 * SECOND_MS,
    "the same of the topics of analytics: detail events, metrics, observations, aggregates (inferred)",
    { min: 0, max: HOUR_MS },
  ),
  option(
    "missingDimensions",
    "--missing-dimensions <rule>",
    "choice",
    "no-group",
    "metrics without a value of a dimension that aggregates are grouped by: in no group, or in one without it (inferred)",
    { choices: ["no-group", "group-without"] },
  ),
  option(
    "serviceLevel",
    "--service-level <rule>",
    "choice",
    "abandons",
    "what the organisation counts in the denominator of the service level, besides the answered",
    { choices: ["abandons", "abandons-and-flow-outs", "long-abandons", "answered-only"] },
  ),
  option(
    "channelsMax",
    "--channels-max <count>",
    "integer",
    20,
    "notification channels that a client can have; one more takes the place of the least recently used",
    { min: 1, max: 100_000 },
  ),
  option(
    "channelsPerSecond",
    "--channels-per-second <count>",
    "integer",
    15,
    "notification channels that a client can create within a second (inferred)",
    { min: 1, max: 1_000_000 },
  ),
  option("channelTopicsMax", "--channel-topics-max <count>", "integer", 1_000, "topics that a channel can listen to", {
    min: 1,
    max: 1_000_000,
  }),
  option(
    "channelLifetime",
    "--channel-lifetime <duration>",
    "duration",
    DAY_MS,
    "how long a channel lives after it was created or subscribed with",
    { min: 1, max: 400 * DAY_MS },
  ),
  option("topicLengthMax", "--topic-length-max <count>", "integer", 200, "longest id of a topic, combined ones too", {
    min: 1,
    max: 100_000,
  }),
  option(
    "heartbeatInterval",
    "--heartbeat-interval <duration>",
    "duration",
    30 * SECOND_MS,
    "how often a socket is told that it is alive",
    { min: 1, max: DAY_MS },
  ),
  option(
    "socketLifetime",
    "--socket-lifetime <duration>",
    "duration",
    0,
    "how long after its opening a socket is closed for maintenance; 0: never",
    { min: 0, max: 400 * DAY_MS },
  ),
  option(
    "socketClosingNotice",
    "--socket-closing-notice <duration>",
    "duration",
    MINUTE_MS,
    "how long before such an end v2.system.socket_closing announces it",
    { min: 0, max: DAY_MS },
  ),
  option(
    "socketCloseCode",
    "--socket-close-code <code>",
    "integer",
    1_001,
    "the code with which a socket is closed, whatever the reason (inferred)",
    // What is between has a meaning that only the library may give it.
    { min: 1_001, max: 4_999 },
  ),
  option(
    "socketMessageBytesMax",
    "--socket-message-bytes-max <bytes>",
    "integer",
    131_072,
    "largest message that a client can send over a socket (inferred)",
    { min: 1, max: 100_000_000 },
  ),
  option(
    "socketBacklogMax",
    "--socket-backlog-max <count>",
    "integer",
    200_000,
    "events that can wait for a socket that does not read them; then its connection is cut",
    { min: 1, max: 10_000_000 },
  ),
  option("withoutPermissions", "--without-permissions <name...>", "list", [], "permissions that the client lacks"),
  option("divisions", "--divisions <name...>", "list", [], "divisions that the client's grant covers; none given: all"),
];

function option(
  name: keyof SimulatorOptions,
  flag: string,
  kind: SimulatorOptionKind,
  byDefault: SimulatorOption["default"],
  description: string,
  rest: Pick<SimulatorOption, "min" | "max" | "choices"> = {},
): SimulatorOption {
  return { name, flag, kind, default: byDefault, description, ...rest };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** Raw values (of flags, or from code) as options, defaults filled in and frozen; throws an AppError of kind input. */
export function parseSimulatorOptions(raw: Record<string, unknown>): SimulatorOptions {
  const known = new Set<string>(SIMULATOR_OPTIONS.map(({ name }) => name));
  for (const name of Object.keys(raw)) {
    if (!known.has(name))
      throw refused(name, raw[name], `there is no such option; there are: ${[...known].join(", ")}`);
  }
  const parsed = SIMULATOR_OPTIONS.map((row) => [row.name, parseOption(row, raw[row.name])]);
  return Object.freeze(Object.fromEntries(parsed)) as SimulatorOptions;
}

function parseOption(row: SimulatorOption, value: unknown): unknown {
  if (value === undefined) return row.default;
  switch (row.kind) {
    case "integer":
      return parseWithin(row, value, typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value);
    case "duration":
      return parseWithin(row, value, typeof value === "string" ? toMilliseconds(value) : value);
    case "choice":
      if (row.choices?.includes(value as string) === true) return value;
      throw refused(row.name, value, `allowed are: ${row.choices?.join(", ")}`);
    case "clock":
      if (parseClockSpeed(value) !== undefined) return value;
      throw refused(row.name, value, "real, stepped, or x and a number above 0 such as x60 is expected");
    case "instant":
      return parseWithin(row, value, typeof value === "string" ? parseInstant(value) : value);
    case "text":
      if (typeof value === "string" && value !== "") return value;
      throw refused(row.name, value, "a text is expected");
    case "list":
    case "files":
      return parseTexts(row, value);
    case "file":
      if ((typeof value === "string" && value !== "") || (typeof value === "object" && value !== null)) return value;
      throw refused(row.name, value, "the path of a file is expected");
  }
}

function parseWithin(row: SimulatorOption, raw: unknown, value: unknown): number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = row;
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  if (row.kind === "instant") throw refused(row.name, raw, "an instant such as 2026-03-10T09:00:00Z is expected");
  const form = row.kind === "duration" ? "a duration such as 6h, 90m or 2d" : "a whole number";
  const unit = row.kind === "duration" ? " ms" : "";
  throw refused(row.name, raw, `${form} from ${min}${unit} to ${max}${unit} is expected`);
}

function toMilliseconds(text: string): number {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)?$/.exec(text) ?? [];
  return count === undefined ? Number.NaN : Number(count) * (UNITS[unit ?? "ms"] ?? Number.NaN);
}

function parseTexts(row: SimulatorOption, value: unknown): readonly string[] {
  const texts = typeof value === "string" ? [value] : value;
  if (Array.isArray(texts) && texts.every((text) => typeof text === "string" && text !== "")) return [...texts];
  throw refused(row.name, value, "one or several texts are expected");
}

function refused(name: string, value: unknown, allowed: string): AppError {
  return new AppError({
    kind: "input",
    code: "SIMULATOR_OPTION_INVALID",
    message: `The simulator cannot use ${JSON.stringify(value) ?? String(value)} as its option ${name}: ${allowed}.`,
    details: { option: name },
  });
}
