import { DAY_MS } from "../../base/interval.ts";
import { findEndWanted } from "../filters/find-end-wanted.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { badRequest } from "./api-refusal.ts";
import { type DetailsAggregation, parseDetailsAggregations } from "./details-aggregations.ts";
import { toText } from "./json-body.ts";
import { isObject, type JsonObject } from "./json-object.ts";
import { type ConversationQuery, parseConversationQuery } from "./parse-conversation-query.ts";

const DEFAULT_PAGE_SIZE = 25;

export interface DetailsQuery extends ConversationQuery {
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly aggregations: readonly DetailsAggregation[];
  /** What can be told of a match without its record: whether it has ended, if the filters ask for that. */
  readonly ended: boolean | undefined;
}

/** A query's body, checked as the API checks it. */
export function parseDetailsQuery(body: JsonObject, options: SimulatorOptions): DetailsQuery {
  const query = parseConversationQuery(body, options, ["paging", "aggregations"]);
  refuseLongInterval(query, options);
  const { pageSize, pageNumber } = readPaging(body["paging"], options);
  const aggregations = parseDetailsAggregations(body["aggregations"]);
  return { ...query, aggregations, pageSize, pageNumber, ended: findEndWanted(body["conversationFilters"]) };
}

function refuseLongInterval({ interval, matches }: ConversationQuery, options: SimulatorOptions): void {
  const days = matches === undefined ? options.maxDays : options.maxDaysFiltered;
  if (options.limits === "api" && interval.to - interval.from > days * DAY_MS)
    throw badRequest(`You must specify a search interval as part of your query that does not exceed ${days} days`);
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
    throw badRequest(`The value [${toText(value)}] is not a positive number.`);
  return value;
}
