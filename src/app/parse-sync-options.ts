import { parseMoment } from "../ask/moment.ts";
import { AppError } from "../base/app-error.ts";
import { DAY_MS } from "../base/interval.ts";
import { KEEP_VERSIONS_MS, SETTLE_DAYS, type SyncNeed } from "../sync/sync-need.ts";

/** As a person writes them. */
export interface SyncOptions {
  /** `90d`, or a date or time. */
  readonly since?: string | undefined;
  /** `1,3,7`: days after a day at which it is read again; `none`. */
  readonly settle?: string | undefined;
  /** `30d`: how long superseded versions are kept. */
  readonly keepVersions?: string | undefined;
}

/** Throws `SYNC_OPTION_INVALID` and `MOMENT_INVALID` (input). */
export function parseSyncOptions(options: SyncOptions, timeZone: string, now: number): SyncNeed {
  const { since, settle, keepVersions } = options;
  return {
    since: since === undefined ? null : parseSince(since, timeZone, now),
    settleDays: settle === undefined ? SETTLE_DAYS : parseSettle(settle),
    keepVersionsMs: keepVersions === undefined ? KEEP_VERSIONS_MS : parseDays("--keep-versions", keepVersions),
  };
}

function parseSince(text: string, timeZone: string, now: number): number {
  const since = DAYS.test(text.trim()) ? now - parseDays("--since", text) : parseMoment(text, "--since", timeZone, now);
  if (since > now) throw invalid("--since", text, "it lies in the future");
  return since;
}

const DAYS = /^(\d{1,4})d$/;

function parseDays(flag: string, text: string): number {
  const days = DAYS.exec(text.trim())?.[1];
  if (days === undefined) throw invalid(flag, text, "it is no number of days such as 30d");
  return Number(days) * DAY_MS;
}

function parseSettle(text: string): number[] {
  if (text.trim() === "none") return [];
  const days = text.split(",").map((part) => part.trim());
  if (days.some((day) => !/^\d{1,3}$/.test(day) || day === "0"))
    throw invalid("--settle", text, "it is no list of days such as 1,3,7");
  return [...new Set(days.map(Number))].sort((a, b) => a - b);
}

function invalid(flag: string, text: string, why: string): AppError {
  return new AppError({
    kind: "input",
    code: "SYNC_OPTION_INVALID",
    message: `${flag} is ${JSON.stringify(text)}: ${why}.`,
    hint: "Examples: --since 90d, --since 2026-01-01, --settle 1,3,7, --settle none, --keep-versions 30d.",
    details: { parameter: flag },
  });
}
