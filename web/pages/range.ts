/** Stretches of time that are asked for often; all of them are days of this browser's time zone. */
export const RANGES = {
  today: "Today",
  yesterday: "Yesterday",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  custom: "From … to …",
} as const;

export type RangeName = keyof typeof RANGES;

export interface Range {
  /** ISO-8601. */
  readonly from: string;
  /** Absent: until now. */
  readonly to?: string;
}

export function toRangeName(text: string | null): RangeName {
  return text !== null && text in RANGES ? (text as RangeName) : "7d";
}

/** What a name means now; `null` while a custom range has no begin. */
export function toRange(name: RangeName, search: URLSearchParams, now: number): Range | null {
  switch (name) {
    case "today":
      return { from: iso(midnight(now, 0)) };
    case "yesterday":
      return { from: iso(midnight(now, -1)), to: iso(midnight(now, 0)) };
    case "24h":
      return { from: iso(now - 24 * HOUR) };
    case "7d":
      return { from: iso(midnight(now, -6)) };
    case "30d":
      return { from: iso(midnight(now, -29)) };
    case "custom": {
      const [from, to] = [fromLocal(search.get("from")), fromLocal(search.get("to"))];
      return from === null ? null : to === null ? { from } : { from, to };
    }
  }
}

const HOUR = 3_600_000;

/** Local midnight, so many days on; days that clocks change have 23 or 25 hours. */
export function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function fromLocal(text: string | null): string | null {
  const ms = text === null ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : iso(ms);
}
