import type { Interval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import type { Test } from "../filters/compile-filters.ts";
import { asksForAttachments, compileConversationTest } from "../filters/conversation-test.ts";
import { parseInstant } from "../parse-instant.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { badRequest, invalidDate, invalidValue } from "./api-refusal.ts";
import type { JsonObject } from "./json-object.ts";

const ORDERS = ["asc", "desc", "unordered"] as const;
const ORDER_FIELDS = ["conversationStart", "conversationEnd", "segmentStart", "segmentEnd"] as const;
const FILTER_LISTS = [
  "conversationFilters",
  "segmentFilters",
  "evaluationFilters",
  "surveyFilters",
  "resolutionFilters",
];
const FIELDS = ["interval", "order", "orderBy", ...FILTER_LISTS];

export type OrderField = (typeof ORDER_FIELDS)[number];

/** What a details query and a details job have in common. */
export interface ConversationQuery {
  readonly interval: Interval;
  readonly order: (typeof ORDERS)[number];
  readonly orderBy: OrderField;
  /** Undefined without any filter. */
  readonly matches: Test<AnalyticsConversation> | undefined;
  /** What matches may change for days after a conversation's end. */
  readonly settlesLate: boolean;
  /** Equal for equal filters. */
  readonly filterKey: string;
}

/** The common part of a body; the others' fields are those that it may have besides. */
export function parseConversationQuery(
  body: JsonObject,
  options: SimulatorOptions,
  otherFields: readonly string[],
  matching: { readonly partialAddresses?: boolean } = {},
): ConversationQuery {
  if (options.unknownFields === "refuse") refuseUnknownFields(body, [...FIELDS, ...otherFields]);
  const order = readChoice(body["order"], "asc", ORDERS, "ConversationDetailQueryOrder");
  const orderBy = readChoice(body["orderBy"], "conversationStart", ORDER_FIELDS, "ConversationDetailQueryOrderBy");
  const matches = compileConversationTest(body, matching);
  const interval = readInterval(body["interval"]);
  const filterKey = matches === undefined ? "" : JSON.stringify(FILTER_LISTS.map((list) => body[list]));
  return { interval, order, orderBy, matches, settlesLate: asksForAttachments(body), filterKey };
}

function refuseUnknownFields(body: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown !== undefined) throw badRequest(`Unrecognized field [${unknown}]. Known fields are: ${known.join(", ")}`);
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

function readInterval(value: unknown): Interval {
  if (value === undefined || value === null || value === "")
    throw badRequest("You must specify a search interval as part of your query");
  const parts = typeof value === "string" ? value.split("/") : [];
  const [from, to] = parts.map(readInstant);
  if (from === undefined || to === undefined || parts.length !== 2) throw invalidDate();
  if (to < from) throw badRequest("The end of the interval may not be before its start.");
  return { from, to };
}

function readInstant(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw invalidDate();
  return instant;
}
