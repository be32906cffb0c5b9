import { isObject } from "../rest/json-object.ts";

/**
 * Whether conversation filters want only ended conversations (true), only open ones (false), or do not say (undefined): the
 * question behind every live list, which need not render a month of records to be answered.
 */
export function findEndWanted(filters: unknown): boolean | undefined {
  if (!Array.isArray(filters)) return undefined;
  for (const filter of filters) {
    // What stands in an `and` must hold, whatever stands beside it.
    if (!isObject(filter) || filter["type"] !== "and" || !Array.isArray(filter["predicates"])) continue;
    for (const predicate of filter["predicates"]) {
      if (!isObject(predicate) || predicate["dimension"] !== "conversationEnd") continue;
      if ((predicate["type"] ?? "dimension") !== "dimension" || predicate["metric"] !== undefined) continue;
      if (predicate["operator"] === "exists") return true;
      if (predicate["operator"] === "notExists") return false;
    }
  }
  return undefined;
}
