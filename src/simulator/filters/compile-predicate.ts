import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import type { JsonObject } from "../rest/json-object.ts";
import type { Test } from "./compile-filters.ts";
import type { DimensionValues } from "./dimensions.ts";

/** What a kind of predicate can name, and how the values are read. */
export interface PredicateTerms<Subject> {
  /** As the API calls the enumeration in its refusals. */
  readonly typeName: string;
  readonly dimensions: Readonly<Record<string, { readonly values?: readonly string[] }>>;
  readonly metrics: readonly string[];
  /** Whether any part of an address finds it, not only its name or its domain. */
  readonly partialAddresses?: boolean;
  readDimension(name: string, subject: Subject): DimensionValues;
  readMetric(name: string, subject: Subject, now: number): DimensionValues;
}

const OPERATORS = ["matches", "exists", "notExists"];
const PREDICATE_TYPES = ["dimension", "property", "metric"];
const BOUNDS = ["gt", "gte", "lt", "lte"] as const;

/** One predicate; its type follows from what it names, and its operator is `matches` unless it says otherwise. */
export function compilePredicate<Subject>(predicate: JsonObject, terms: PredicateTerms<Subject>): Test<Subject> {
  const operator = predicate["operator"] ?? "matches";
  if (typeof operator !== "string" || !OPERATORS.includes(operator))
    throw invalidValue(operator, "QueryOperator", OPERATORS);
  const read = toReader(predicate, terms);
  if (operator === "exists") return (subject, now) => read(subject, now).length > 0;
  if (operator === "notExists") return (subject, now) => read(subject, now).length === 0;
  const accepts = toAcceptance(predicate, terms);
  return (subject, now) => read(subject, now).some(accepts);
}

function toReader<Subject>(
  predicate: JsonObject,
  terms: PredicateTerms<Subject>,
): (subject: Subject, now: number) => DimensionValues {
  const { typeName, dimensions, metrics } = terms;
  const { dimension, metric, property } = predicate;
  const type =
    predicate["type"] ?? (metric !== undefined ? "metric" : property !== undefined ? "property" : "dimension");
  if (type === "metric") {
    if (typeof metric !== "string" || !metrics.includes(metric))
      throw invalidValue(metric, `${typeName}Metric`, metrics);
    return (subject, now) => terms.readMetric(metric, subject, now);
  }
  if (type === "property") {
    if (typeof property !== "string") throw badRequest("A property predicate must name its property.");
    // No conversation here has custom properties.
    return () => [];
  }
  if (type !== "dimension") throw invalidValue(type, `${typeName}PredicateType`, PREDICATE_TYPES);
  if (typeof dimension !== "string" || !Object.hasOwn(dimensions, dimension)) {
    throw invalidValue(dimension, `${typeName}Dimension`, Object.keys(dimensions).sort());
  }
  return (subject) => terms.readDimension(dimension, subject);
}

function toAcceptance<Subject>(
  predicate: JsonObject,
  terms: PredicateTerms<Subject>,
): (value: string | number | boolean) => boolean {
  const { value, range, dimension } = predicate;
  if (range !== undefined && range !== null) return toRangeTest(range as JsonObject);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    throw badRequest("A predicate that matches needs a value or a range.");
  }
  const wanted = String(value);
  const allowed = typeof dimension === "string" ? terms.dimensions[dimension]?.values : undefined;
  if (allowed !== undefined && !allowed.includes(wanted))
    throw invalidValue(wanted, toTypeName(String(dimension)), allowed);
  const folded = wanted.toLowerCase();
  const hasPart = (address: string, part: string) =>
    terms.partialAddresses === true ? address.includes(part) : address.split("@").includes(part);
  const isAddress = typeof dimension === "string" && /^(address(From|To)|destinationAddress)$/.test(dimension);
  return (actual) => {
    const text = String(actual).toLowerCase();
    return text === folded || stripScheme(text) === folded || (isAddress && hasPart(text, folded));
  };
}

/** Numbers are found with and without what makes them a URI. */
function stripScheme(text: string): string {
  return text.startsWith("tel:") ? text.slice(4) : text;
}

function toTypeName(dimension: string): string {
  return dimension.charAt(0).toUpperCase() + dimension.slice(1);
}

function toRangeTest(range: JsonObject): (value: string | number | boolean) => boolean {
  const bounds = BOUNDS.flatMap((name) => {
    const bound = range[name];
    if (bound === undefined || bound === null) return [];
    const limit = toNumber(bound);
    if (Number.isNaN(limit)) throw invalidValue(bound, "NumericRange");
    return [{ name, limit }];
  });
  if (bounds.length === 0) throw badRequest("A range needs at least one bound: gt, gte, lt or lte.");
  return (value) => {
    const actual = toNumber(value);
    return bounds.every(({ name, limit }) => isWithinBound(name, actual, limit));
  };
}

function isWithinBound(name: (typeof BOUNDS)[number], actual: number, limit: number): boolean {
  switch (name) {
    case "gt":
      return actual > limit;
    case "gte":
      return actual >= limit;
    case "lt":
      return actual < limit;
    case "lte":
      return actual <= limit;
  }
}

/** Dates compare as epoch milliseconds. */
function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return typeof value === "boolean" ? Number(value) : Number.NaN;
  const number = Number(value);
  return Number.isNaN(number) ? Date.parse(value) : number;
}
