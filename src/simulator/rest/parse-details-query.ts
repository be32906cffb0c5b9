import type { Interval } from "../../base/interval.ts";
import { DAY_MS } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import type { Test } from "../filters/compile-filters.ts";
import { compileConversationTest } from "../filters/conversation-test.ts";
import { parseInstant } from "../parse-instant.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { badRequest, invalidDate, invalidValue } from "./api-refusal.ts";
import { isObject, type JsonObject } from "./json-body.ts";

const ORDERS = ["asc", "desc", "unordered"] as const;
const ORDER_FIELDS = ["conversationStart", "conversationEnd", "segmentStart", "segmentEnd"] as const;
const FILTER_LISTS = [
  "conversationFilters",
  "segmentFilters",
  "evaluationFilters",
  "surveyFilters",
  "resolutionFilters",
];
const FIELDS = ["interval", "order", "orderBy", "paging", "aggregations", ...FILTER_LISTS];
const DEFAULT_PAGE_SIZE = 25;

export interface DetailsQuery {
  readonly interval: Interval;
  readonly order: (typeof ORDERS)[number];
  readonly orderBy: (typeof ORDER_FIELDS)[number];
  readonly pageSize: number;
  readonly pageNumber: number;
  /** Undefined without any filter. */
  readonly matches: Test<AnalyticsConversation> | undefined;
  /** Equal for equal filters. */
  readonly filterKey: string;
}

/** A query's body, checked as the API checks it. */
export function parseDetailsQuery(body: JsonObject, options: SimulatorOptions): DetailsQuery {
  if (options.unknownFields === "refuse") refuseUnknownFields(body);
  const order = readChoice(body["order"], "asc", ORDERS, "ConversationDetailQueryOrder");
  const orderBy = readChoice(body["orderBy"], "conversationStart", ORDER_FIELDS, "ConversationDetailQueryOrderBy");
  const matches = compileConversationTest(body);
  const interval = readInterval(body["interval"], options, matches !== undefined);
  const { pageSize, pageNumber } = readPaging(body["paging"], options);
  const aggregations = body["aggregations"];
  if (Array.isArray(aggregations) && aggregations.length > 0) throw badRequest("Aggregations are not simulated.");
  const filterKey = matches === undefined ? "" : JSON.stringify(FILTER_LISTS.map((list) => body[list]));
  return { interval, order, orderBy, pageSize, pageNumber, matches, filterKey };
}

function refuseUnknownFields(body: JsonObject): void {
  const unknown = Object.keys(body).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined)
    throw badRequest(`Unrecognized field [${unknown}]. Known fields are: ${FIELDS.join(", ")}`);
}

function readChoice<Choice extends string>(
  value: unknown,
  byDefault: Choice,
  choices: readonly Choice[],
  type: string,
): Choice {
  if (value === undefined || value === null) return byDefault;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw invalidValue(value, type, choices);
  return found;
}

function readInterval(value: unknown, options: SimulatorOptions, filtered: boolean): Interval {
  const days = filtered ? options.maxDaysFiltered : options.maxDays;
  const tooLong = `You must specify a search interval as part of your query that does not exceed ${days} days`;
  if (value === undefined || value === null || value === "") throw badRequest(tooLong);
  const parts = typeof value === "string" ? value.split("/") : [];
  const [from, to] = parts.map(readInstant);
  if (from === undefined || to === undefined || parts.length !== 2) throw invalidDate();
  if (to < from) throw badRequest("The end of the interval may not be before its start.");
  if (options.limits === "api" && to - from > days * DAY_MS) throw badRequest(tooLong);
  return { from, to };
}

function readInstant(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw invalidDate();
  return instant;
}

function readPaging(value: unknown, options: SimulatorOptions): { pageSize: number; pageNumber: number } {
  if (value === undefined || value === null)
    return { pageSize: Math.min(DEFAULT_PAGE_SIZE, options.pageSizeMax), pageNumber: 1 };
  if (!isObject(value)) throw badRequest();
  const pageSize = readPositive(value["pageSize"], DEFAULT_PAGE_SIZE);
  const pageNumber = readPositive(value["pageNumber"], 1);
  if (options.limits === "off") return { pageSize, pageNumber };
  if (pageSize > options.pageSizeMax) throw badRequest(`The page size may not exceed ${options.pageSizeMax}.`);
  if (pageSize * pageNumber > options.depthMax) {
    const tip = "Instead of one large interval page through smaller ones, for example 1am-2am, 2am-3am and so on.";
    throw badRequest(`Pagination may not exceed ${options.depthMax} results. ${tip}`);
  }
  return { pageSize, pageNumber };
}

function readPositive(value: unknown, byDefault: number): number {
  if (value === undefined || value === null) return byDefault;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1)
    throw badRequest(`The value [${String(value)}] is not a positive number.`);
  return value;
}
