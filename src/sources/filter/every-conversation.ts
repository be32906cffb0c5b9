import { DAY_MS, type Interval } from "../../base/interval.ts";
import { MAX_DAYS_WITHOUT_FILTER } from "../plan/slice-interval.ts";
import { type ApiFilters, hasFilters } from "./push-down.ts";

/**
 * A filter that every conversation passes. The details query takes 31 days at a time with a filter and only 7 without
 * one, so for long ranges saying "ended or not" saves three requests in four.
 */
const EVERY_CONVERSATION: ApiFilters = {
  conversationFilters: [
    {
      type: "or",
      predicates: [
        { type: "dimension", dimension: "conversationEnd", operator: "exists" },
        { type: "dimension", dimension: "conversationEnd", operator: "notExists" },
      ],
    },
  ],
};

/** Conversations without an end: the official way to find live ones with client credentials. */
export const OPEN_CONVERSATIONS: ApiFilters = {
  conversationFilters: [
    { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }] },
  ],
};

/** Conversations with an end. */
export const ENDED_CONVERSATIONS: ApiFilters = {
  conversationFilters: [
    { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "exists" }] },
  ],
};

/** The filters of a query over one window. */
export function toWindowFilters(filters: ApiFilters, { from, to }: Interval): ApiFilters {
  return hasFilters(filters) || to - from <= MAX_DAYS_WITHOUT_FILTER * DAY_MS ? filters : EVERY_CONVERSATION;
}
