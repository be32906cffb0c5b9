import { AppError } from "../../base/app-error.ts";
import type { Criterion, ValueCriterion } from "../../sources/filter/criterion.ts";

/** Refuses before any request what the grammar of aggregates can't say: `FILTER_NOT_OF_AGGREGATES` (input). */
export function refuseNot(parameters: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    const isNot = Array.isArray(value) && value.some((one: unknown) => (one as { not?: unknown } | null)?.not === true);
    if (isNot) throw notOfAggregates(name);
  }
}

/** The criteria that are values, which all of those are that statistics have parameters for. */
export function toValueCriteria(criteria: readonly Criterion[]): readonly ValueCriterion[] {
  return criteria.filter((one): one is ValueCriterion => one.kind === "value");
}

function notOfAggregates(name: string): AppError {
  return new AppError({
    kind: "input",
    code: "FILTER_NOT_OF_AGGREGATES",
    message: `What the API counts can't be asked for by what ${name} is not: its grammar has no "not".`,
    hint: "Ask for the values that are wanted instead, or for each of them.",
  });
}
