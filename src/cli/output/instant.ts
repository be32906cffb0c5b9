import { NO_VALUE } from "./cell-text.ts";

/** A formatter takes far longer to make than to use, and a run uses one zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant on the clock of an IANA time zone: `2026-11-22 14:03:05`; unknown or unreadable is a dash.
 * Throws a RangeError for a zone that doesn't exist: the caller has checked it.
 */
export function toHumanInstant(iso: string | null, timeZone: string): string {
  const instant = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(instant)) return NO_VALUE;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of openFormat(timeZone).formatToParts(instant)) parts[type] = value;
  const { year = "", month, day, hour, minute, second } = parts;
  return `${year.padStart(4, "0")}-${month}-${day} ${hour}:${minute}:${second}`;
}

function openFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}
