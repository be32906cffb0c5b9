import { HOUR_MS } from "../../base/interval.ts";
import {
  CALL_HOURS,
  DIGITAL_HOURS,
  QUEUE_SPECS,
  SITE_SPECS,
  type StreamKind,
  USER_CALLS_SHARE,
  WEEKDAY_FACTORS,
} from "./organisation-specs.ts";
import { Random } from "./random.ts";
import type { SiteCalendar } from "./site-calendar.ts";

/** Something that begins a conversation. */
export interface Arrival {
  readonly kind: StreamKind | "night-call" | "expiring-callback";
  /** Index of the queue; -1 for calls outside any queue. */
  readonly queue: number;
  readonly at: number;
  /** The site's day on which agents see it: the same, or the next one for what comes after closing. */
  readonly workDay: number;
  /** Callbacks: when the customer wants it. */
  readonly scheduledAt?: number;
  /** Messages and e-mails: its agent will have to wait for somebody, perhaps for days. */
  long?: true;
}

/** Share of all conversations that are such long ones, by medium. */
const LONG_SHARES = { email: 0.0128, message: 0.009 } as const;

/** A callback that nobody takes comes up once in so many default days. */
const DAYS_PER_EXPIRING_CALLBACK = 8;
const DEFAULT_PER_DAY = 400;

/** Everything that arrives on a site's day, from its begin at night to the next; it needs no simulation to know. */
export function planArrivals(
  seed: number,
  perDay: number,
  site: number,
  siteDay: number,
  calendar: SiteCalendar,
): Arrival[] {
  const random = new Random(seed, 0xa1, site, siteDay);
  const factor = ((WEEKDAY_FACTORS[calendar.weekday(siteDay)] ?? 1) * perDay) / SITE_SPECS.length / 100;
  const plan = { random, siteDay, calendar, arrivals: [] as Arrival[] };
  QUEUE_SPECS.forEach(({ shares }, queue) => {
    for (const [kind, share] of Object.entries(shares))
      if (kind !== "voice") planStream(plan, kind as StreamKind, queue, share * factor);
  });
  planCalls(plan, factor);
  planStream(plan, "user", -1, USER_CALLS_SHARE * factor);
  planExpiringCallbacks(plan, perDay, site);
  for (const media of ["email", "message"] as const)
    markLong(plan, media, (LONG_SHARES[media] * perDay) / SITE_SPECS.length, site);
  return plan.arrivals;
}

interface Plan {
  readonly random: Random;
  readonly siteDay: number;
  readonly calendar: SiteCalendar;
  readonly arrivals: Arrival[];
}

function planStream(plan: Plan, kind: StreamKind, queue: number, mean: number): void {
  const waits = kind === "email" || kind === "message" || kind === "callback";
  const count = waits ? plan.random.steady(mean) : plan.random.poisson(mean);
  const hours = waits ? DIGITAL_DAY : CALL_DAY;
  for (let index = 0; index < count; index++) {
    // What waits is spread evenly: it carries the nights, and its number there should be steady.
    const share = waits ? (index + plan.random.next()) / count : plan.random.next();
    const at = plan.calendar.start(plan.siteDay) + Math.floor(toHourOfDay(hours, share) * HOUR_MS);
    plan.arrivals.push(toArrival(plan, kind, queue, at));
  }
}

/**
 * Calls of all queues together, spread evenly over the site's day: a default organisation is small, and by mere chance would
 * fall silent for half an hour of every day.
 */
function planCalls(plan: Plan, factor: number): void {
  const { random, calendar, siteDay } = plan;
  const total = QUEUE_SPECS.reduce((sum, { shares }) => sum + (shares.voice ?? 0), 0);
  const count = random.steady(total * factor);
  for (let index = 0; index < count; index++) {
    const hour = toHourOfDay(CALL_DAY, (index + random.next()) / count);
    const at = calendar.start(siteDay) + Math.floor(hour * HOUR_MS);
    plan.arrivals.push(toArrival(plan, "voice", pickCalledQueue(random.next() * total), at));
  }
}

/** The queue that a point on the row of all their shares belongs to. */
function pickCalledQueue(point: number): number {
  let rest = point;
  return QUEUE_SPECS.findIndex(({ shares }) => {
    rest -= shares.voice ?? 0;
    return rest < 0;
  });
}

function toArrival(plan: Plan, kind: StreamKind, queue: number, at: number): Arrival {
  const { calendar, siteDay, random } = plan;
  const open = at >= calendar.opens(siteDay) && at < calendar.closes(siteDay);
  const workDay = at < calendar.closes(siteDay) ? siteDay : siteDay + 1;
  switch (kind) {
    case "voice":
      return { kind: open ? kind : "night-call", queue, at, workDay };
    case "callback":
      return random.chance(0.4) ? toScheduled(plan, queue, at) : { kind, queue, at, workDay };
    case "chat":
    case "outbound":
    case "user": {
      const within = calendar.opens(siteDay) + random.integer(0, 13 * HOUR_MS);
      return { kind, queue, at: open ? at : within, workDay: siteDay };
    }
    case "email":
    case "message":
      return { kind, queue, at, workDay };
  }
}

/** Customers choose an hour of the next day, when the site is open. */
function toScheduled({ calendar, siteDay, random }: Plan, queue: number, at: number): Arrival {
  const scheduledAt = calendar.opens(siteDay + 1) + random.integer(1, 40) * (HOUR_MS / 4);
  return { kind: "callback", queue, at, workDay: siteDay + 1, scheduledAt };
}

function planExpiringCallbacks(plan: Plan, perDay: number, site: number): void {
  const daily = perDay / DEFAULT_PER_DAY / DAYS_PER_EXPIRING_CALLBACK / SITE_SPECS.length;
  // Counted along the days, not drawn: each of them stays for two months, so that luck would add up.
  const position = (siteDay: number) => Math.floor((siteDay + site * DAYS_PER_EXPIRING_CALLBACK) * daily);
  const count = position(plan.siteDay + 1) - position(plan.siteDay);
  const queues = QUEUE_SPECS.flatMap(({ shares }, queue) => (shares.callback === undefined ? [] : [queue]));
  for (let index = 0; index < count; index++) {
    const at = plan.calendar.start(plan.siteDay) + plan.random.integer(0, 24 * HOUR_MS - 1);
    plan.arrivals.push({ kind: "expiring-callback", queue: plan.random.pick(queues), at, workDay: plan.siteDay });
  }
}

function markLong(plan: Plan, media: "email" | "message", daily: number, site: number): void {
  const candidates = plan.arrivals.filter(({ kind }) => kind === media);
  const count = Math.min(candidates.length, countAlong(plan.siteDay, daily, site));
  for (let index = 0; index < count; index++) {
    const chosen = candidates[Math.floor(((index + plan.random.next()) / count) * candidates.length)];
    if (chosen !== undefined) chosen.long = true;
  }
}

/** Counted along the days, not drawn: what stays for days or months adds up, and its luck would too. */
function countAlong(siteDay: number, daily: number, site: number): number {
  const position = (day: number) => Math.floor(day * daily + site / SITE_SPECS.length);
  return position(siteDay + 1) - position(siteDay);
}

const FIRST_LOCAL_HOUR = 4;
const CALL_DAY = toCumulative(CALL_HOURS);
const DIGITAL_DAY = toCumulative(DIGITAL_HOURS);

/** Cumulated shares of the day's hours, in the site's day, which begins at four. */
function toCumulative(hours: readonly number[]): readonly number[] {
  const total = hours.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return hours.map((_, hour) => {
    sum += (hours[(hour + FIRST_LOCAL_HOUR) % 24] ?? 0) / total;
    return sum;
  });
}

/** The hour of the day (with its fraction) before which a share of the arrivals has come. */
function toHourOfDay(cumulative: readonly number[], share: number): number {
  const found = cumulative.findIndex((until) => share < until);
  const hour = found === -1 ? 23 : found;
  const before = cumulative[hour - 1] ?? 0;
  const width = (cumulative[hour] ?? 1) - before;
  return hour + Math.min(0.999_999, (share - before) / width);
}
