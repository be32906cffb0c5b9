import { isAscii, isUtf8 } from "node:buffer";

export type ParsedElement = { readonly value: unknown } | { readonly reason: string };

/** The JSON value that the bytes spell, or why they don't. */
export function parseElement(bytes: Buffer): ParsedElement {
  try {
    return { value: JSON.parse(decode(bytes)) };
  } catch (error) {
    return { reason: `it isn't valid JSON: ${toPlainLine(error)}` };
  }
}

function decode(bytes: Buffer): string {
  // Most records are pure ASCII, for which Latin-1 is the same and several times as fast.
  if (isAscii(bytes)) return bytes.toString("latin1");
  // A replacement character in a name would be a change of the data that nobody notices.
  if (!isUtf8(bytes)) throw new SyntaxError("it holds bytes that aren't UTF-8");
  return bytes.toString("utf8");
}

function toPlainLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // V8 quotes the text around the error, line ends included.
  return message.replace(/\p{Cc}+/gu, " ");
}

/** Why a value that is no object can't stand where a record belongs. */
export function describeNonRecord(value: unknown): string {
  const what = value === null ? "null" : `a ${Array.isArray(value) ? "list" : typeof value}`;
  return `it is ${what}, where a conversation record belongs`;
}

const RESPONSE_KEYS: ReadonlySet<string> = new Set([
  "conversations",
  "totalHits",
  "aggregations",
  "cursor",
  "dataAvailabilityDate",
]);

/**
 * Whether a value is a response without any conversation, such as `{"totalHits":0}`: the list is left out, not empty.
 * Only by itself is `{}` one; in a list it is a record without anything.
 */
export function isEmptyResponse(value: unknown, byItself: boolean): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("conversations" in value && value.conversations !== null) return false;
  const keys = Object.keys(value);
  return keys.every((key) => RESPONSE_KEYS.has(key)) && (byItself || keys.length > 0);
}
