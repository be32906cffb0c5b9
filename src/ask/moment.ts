import { Temporal } from "temporal-polyfill";
import { AppError } from "../base/app-error.ts";

/**
 * An instant that a person wrote: ISO-8601 with an offset or `Z`; a local date (`2026-11-01`, its midnight) or date and
 * time in the given time zone, daylight saving included; `now`, `today`, `yesterday`.
 *
 * Throws `MOMENT_INVALID` (input).
 */
export function parseMoment(text: string, flag: string, timeZone: string, now: number): number {
  const word = text.trim().toLowerCase();
  if (word === "now") return now;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay();
  if (word === "today") return today.epochMilliseconds;
  if (word === "yesterday") return today.subtract({ days: 1 }).epochMilliseconds;
  return readIso(text.trim(), timeZone) ?? refuse(text, flag);
}

function readIso(text: string, timeZone: string): number | undefined {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text))
      return Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds;
    if (/T\d{2}:\d{2}.*(z|[+-]\d{2}(:?\d{2})?)$/i.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)) {
      return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
    }
    return undefined;
  } catch {
    return undefined;
  }
}

function refuse(text: string, flag: string): never {
  throw new AppError({
    kind: "input",
    code: "MOMENT_INVALID",
    message: `${flag} is ${JSON.stringify(text)}, which is no date or time.`,
    hint: "Write 2026-11-01, 2026-11-01T14:30 (both in --time-zone), 2026-11-01T13:30:00Z, now, today or yesterday.",
    details: { parameter: flag },
  });
}
