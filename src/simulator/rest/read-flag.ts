import { invalidValue } from "./api-refusal.ts";
import type { ApiRequest } from "./service.ts";

/** A parameter that is true or false, and false when it is not there. */
export function readFlag({ query }: ApiRequest, name: string): boolean {
  const text = (query.get(name) ?? "false").toLowerCase();
  if (text !== "true" && text !== "false") throw invalidValue(text, "Boolean", ["true", "false"]);
  return text === "true";
}
