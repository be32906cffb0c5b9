import { compileFilters, type Test } from "../filters/compile-filters.ts";
import { compilePredicate } from "../filters/compile-predicate.ts";

/** The one filter of a query about the present as a test; its predicates have no range. Undefined without a filter. */
export function readFilter<Subject>(
  filter: unknown,
  typeName: string,
  dimensions: readonly string[],
  readDimension: (name: string, subject: Subject) => readonly string[],
): Test<Subject> | undefined {
  if (filter === undefined || filter === null) return undefined;
  const terms = {
    typeName,
    dimensions: Object.fromEntries(dimensions.map((name) => [name, {}])),
    metrics: [],
    readDimension,
    readMetric: () => [],
  };
  const [test] = compileFilters([filter], (predicate) => compilePredicate({ ...predicate, range: undefined }, terms));
  return test;
}
