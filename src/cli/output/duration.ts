import { NO_VALUE } from "./cell-text.ts";

/** Milliseconds as people write them: `0:07`, `12:34`, `1:02:03`, and from a day on `59d 4h`; unknown is a dash. */
export function toHumanDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NO_VALUE;
  const seconds = Math.round(Math.abs(ms) / 1_000);
  return (ms < 0 && seconds > 0 ? "-" : "") + spell(seconds);
}

function spell(totalSeconds: number): string {
  const hours = Math.floor(totalSeconds / 3_600);
  const minutes = Math.floor(totalSeconds / 60) % 60;
  const seconds = totalSeconds % 60;
  if (hours >= 24) return `${Math.floor(hours / 24)}d ${hours % 24}h`;
  if (hours > 0) return `${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
  return `${minutes}:${twoDigits(seconds)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
