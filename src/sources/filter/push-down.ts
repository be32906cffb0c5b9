import type { ConversationQuery, Filter, Predicate } from "../../api/endpoints/analytics-conversation-details.ts";
import { toAddressForms } from "../../model/address-forms.ts";
import { type Criterion, FIELDS, type ValueCriterion } from "./criterion.ts";

/** The part of a query or job that says what is wanted. */
export type ApiFilters = Pick<ConversationQuery, "segmentFilters" | "conversationFilters">;

/** Which criteria the API's grammar can say, and which have to be applied to what comes. */
export interface PushDown {
  readonly pushed: readonly ValueCriterion[];
  readonly local: readonly Criterion[];
  readonly filters: ApiFilters;
}

/**
 * The grammar has "exists" and "matches", "and" and "or", but no "not", no participant attributes, and no duration of a
 * conversation that could be relied on; these are applied locally.
 */
export function pushDown(criteria: readonly Criterion[]): PushDown {
  const pushed = criteria.filter((one): one is ValueCriterion => one.kind === "value" && !one.not);
  const local = criteria.filter((one) => one.kind !== "value" || one.not);
  const conversationFilters = toFilters(pushed, "conversation");
  const segmentFilters = toFilters(pushed, "segment");
  const filters = {
    ...(conversationFilters.length === 0 ? {} : { conversationFilters }),
    ...(segmentFilters.length === 0 ? {} : { segmentFilters }),
  };
  return { pushed, local, filters };
}

/** Each criterion in a filter of its own: predicates of one filter would have to hold on the same segment. */
function toFilters(criteria: readonly ValueCriterion[], level: "conversation" | "segment"): Filter[] {
  return criteria.filter(({ field }) => FIELDS[field].level === level).map(toFilter);
}

function toFilter(criterion: ValueCriterion): Filter {
  const predicates = criterion.values.flatMap((value) => toPredicates(criterion, value));
  return { type: predicates.length > 1 ? "or" : "and", predicates };
}

function toPredicates({ field }: ValueCriterion, value: string): Predicate[] {
  const values = field === "ani" || field === "dnis" ? toAddressForms(value) : [value];
  return values.map((one) => ({
    type: "dimension",
    dimension: FIELDS[field].dimension,
    operator: "matches",
    value: one,
  }));
}

/** The one filter of an aggregate query. It is held against sessions, one at a time, not against conversations. */
export function toAggregateFilter(criteria: readonly ValueCriterion[]): { type: "and"; clauses: readonly Filter[] } {
  return { type: "and", clauses: criteria.map(toFilter) };
}

/** Both kinds of filter of two parts of a query, side by side. */
export function joinFilters(a: ApiFilters, b: ApiFilters): ApiFilters {
  const conversationFilters = [...(a.conversationFilters ?? []), ...(b.conversationFilters ?? [])];
  const segmentFilters = [...(a.segmentFilters ?? []), ...(b.segmentFilters ?? [])];
  return {
    ...(conversationFilters.length === 0 ? {} : { conversationFilters }),
    ...(segmentFilters.length === 0 ? {} : { segmentFilters }),
  };
}

export function hasFilters({ conversationFilters, segmentFilters }: ApiFilters): boolean {
  return conversationFilters !== undefined || segmentFilters !== undefined;
}
