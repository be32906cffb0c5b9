import { DAY_MS, toIso } from "../../base/interval.ts";

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
const MILLISECONDS = Array.from({ length: 1_000 }, (_, number) => `${String(number).padStart(3, "0")}Z`);

let lastDay = Number.NaN;
let lastPrefix = "";

/** `toIso`, some times faster: a page of detail records holds thousands of instants, most of them of the same day. */
export function toInstant(instant: number): string {
  const day = Math.floor(instant / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastPrefix = toIso(instant).slice(0, 11);
  }
  const rest = instant - day * DAY_MS;
  const seconds = Math.floor(rest / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${lastPrefix}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}.${MILLISECONDS[rest - seconds * 1_000]}`;
}
