import { invalidValue } from "../rest/api-refusal.ts";

/** One of a closed set, or undefined when nothing is said; refuses anything else. */
export function readChoice<Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
  type: string,
): Choice | undefined {
  if (value === undefined || value === null) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw invalidValue(value, type, choices);
  return found;
}
