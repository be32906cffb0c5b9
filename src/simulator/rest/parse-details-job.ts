import type { SimulatorOptions } from "../simulator-options.ts";
import { badRequest, invalidValue } from "./api-refusal.ts";
import type { JsonObject } from "./json-object.ts";
import { type ConversationQuery, parseConversationQuery } from "./parse-conversation-query.ts";

export interface DetailsJobQuery extends ConversationQuery {
  /** Only what began since 00:00 UTC of the interval's first day. */
  readonly startOfDay: boolean;
  /** Most results; infinite unless given. */
  readonly limit: number;
}

/** A job has no pages to ask for, only results to read. */
const QUERY_ONLY = ["paging", "aggregations"];

/** A job's body, which finds addresses by any part of them, checked as the API checks it; its interval may be of any length. */
export function parseDetailsJob(body: JsonObject, options: SimulatorOptions): DetailsJobQuery {
  const foreign = QUERY_ONLY.find((field) => body[field] !== undefined);
  if (foreign !== undefined) throw badRequest(`The field [${foreign}] is not supported by asynchronous queries.`);
  const query = parseConversationQuery(body, options, ["limit", "startOfDayIntervalMatching"], {
    partialAddresses: true,
  });
  const startOfDay = body["startOfDayIntervalMatching"] ?? false;
  if (typeof startOfDay !== "boolean") throw invalidValue(startOfDay, "Boolean", ["true", "false"]);
  return { ...query, startOfDay, limit: readLimit(body["limit"]) };
}

function readLimit(value: unknown): number {
  if (value === undefined || value === null) return Number.POSITIVE_INFINITY;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw badRequest(`The value [${String(value)}] is not a positive number.`);
}
