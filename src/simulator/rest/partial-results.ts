import type { PartialResults } from "../faults.ts";
import { mixText, mixWords, toShare } from "../world/mix.ts";
import type { ApiRequest } from "./service.ts";

/** The fault with which a request is answered in part, if it meets one. */
export function toPartial({ fault }: ApiRequest): PartialResults | undefined {
  return fault !== undefined && "partialResults" in fault ? fault : undefined;
}

/** What is left of a list of conversations; each is missing or not by its id, so that the same ones are missing again. */
export function omitSome<Row extends { readonly id: string }>(
  rows: readonly Row[],
  partial: PartialResults | undefined,
): readonly Row[] {
  if (partial === undefined) return rows;
  const { partialResults, seed = 0 } = partial;
  return rows.filter(({ id }) => toShare(mixWords(seed, mixText(id))) >= partialResults);
}
