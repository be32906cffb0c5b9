import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import { isObject, type JsonObject } from "../rest/json-object.ts";

/** Says whether something (a conversation, a segment, …) is what a filter asks for. */
export type Test<Subject> = (subject: Subject, now: number) => boolean;

/** Makes a test of one predicate; refuses what it does not know. */
export type PredicateCompiler<Subject> = (predicate: JsonObject) => Test<Subject>;

const FILTER_TYPES = ["and", "or"];

/** A list of filters, all of which must hold: each a tree of predicates and clauses, two levels deep. */
export function compileFilters<Subject>(filters: unknown, compile: PredicateCompiler<Subject>): Test<Subject>[] {
  if (filters === undefined || filters === null) return [];
  if (!Array.isArray(filters)) throw badRequest();
  return filters.map((filter) => compileFilter(filter, compile));
}

function compileFilter<Subject>(filter: unknown, compile: PredicateCompiler<Subject>): Test<Subject> {
  if (!isObject(filter)) throw badRequest();
  const clauses = toList(filter["clauses"]).map((clause) => {
    if (!isObject(clause)) throw badRequest();
    if (clause["clauses"] !== undefined) throw badRequest("Filters may be nested two levels deep at most.");
    return join(clause, compilePredicates(clause, compile));
  });
  return join(filter, [...compilePredicates(filter, compile), ...clauses]);
}

function compilePredicates<Subject>(holder: JsonObject, compile: PredicateCompiler<Subject>): Test<Subject>[] {
  return toList(holder["predicates"]).map((predicate) => {
    if (!isObject(predicate)) throw badRequest();
    return compile(predicate);
  });
}

function join<Subject>(holder: JsonObject, tests: readonly Test<Subject>[]): Test<Subject> {
  const type = holder["type"];
  if (typeof type !== "string" || !FILTER_TYPES.includes(type))
    throw invalidValue(type, "QueryFilterType", FILTER_TYPES);
  if (tests.length === 0) throw badRequest("A filter must have at least one predicate or clause.");
  return type === "and"
    ? (subject, now) => tests.every((test) => test(subject, now))
    : (subject, now) => tests.some((test) => test(subject, now));
}

function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest();
  return value;
}
