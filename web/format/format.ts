const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayTime = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });
const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

/** Unknown is a dash, and no zero. */
export const UNKNOWN = "–";

export function toCount(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : whole.format(value);
}

export function toPercent(share: number | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : percent.format(share);
}

const DAY_S = 86_400;

/** `0:07`, `12:30`, `1:02:03`: what a stopwatch shows; beyond a day `53 d 9 h`, because nobody counts seconds then. */
export function toClock(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return UNKNOWN;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds >= DAY_S) return `${Math.floor(seconds / DAY_S)} d ${Math.floor((seconds % DAY_S) / 3600)} h`;
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}

export function toTime(instant: string | number | null | undefined): string {
  return instant === null || instant === undefined ? UNKNOWN : time.format(new Date(instant));
}

export function toDayTime(instant: string | number | null | undefined): string {
  return instant === null || instant === undefined ? UNKNOWN : dayTime.format(new Date(instant));
}

export function toHour(instant: number): string {
  return hour.format(new Date(instant));
}

export function toDay(instant: string | number): string {
  return day.format(new Date(instant));
}

/** How long since an instant; `null` where that is not known. */
export function since(instant: string | null, now: number): number | null {
  return instant === null ? null : Math.max(0, now - Date.parse(instant));
}

/** Genesys' words as people read them. */
export function toWords(name: string): string {
  return WORDS[name] ?? name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

const WORDS: Readonly<Record<string, string>> = {
  wrapup: "after-call work",
  ivr: "IVR",
  acd: "queue",
  workflow: "flow",
  connected: "connected",
  held: "on hold",
  other: "just begun",
};
