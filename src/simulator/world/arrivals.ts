import { HOUR_MS } from "../../base/interval.ts";
import {
  CALL_HOURS,
  CAMPAIGN_SPECS,
  DIGITAL_HOURS,
  QUEUE_SPECS,
  SITE_SPECS,
  type StreamKind,
  USER_CALLS_SHARE,
  WEEKDAY_FACTORS,
} from "./organisation-specs.ts";
import { Random } from "./random.ts";
import type { SiteCalendar } from "./site-calendar.ts";

/** Why a conversation lasts for days. The plan of arrivals decides it, so that nobody need run a day to know what may be left of it. */
export type Lasting =
  | "silent-customer"
  | "answer-after-days"
  | "answer-after-weeks"
  | "callback-expires"
  | "leg-left-open";

/** Something that begins a conversation. */
export interface Arrival {
  readonly kind: StreamKind | "night-call" | "expiring-callback" | "campaign";
  /** Index of the queue; -1 for calls outside any queue. */
  readonly queue: number;
  readonly at: number;
  /** The site's day on which agents see it: the same, or the next one for what comes after closing. */
  readonly workDay: number;
  /** Index of the campaign whose contact is tried. */
  readonly campaign?: number;
  /** Callbacks: when the customer wants it. */
  readonly scheduledAt?: number;
  /** Why it lasts for days, where it does. */
  lasts?: Lasting;
}

const DEFAULT_PER_DAY = 400;

/** How many such conversations a default organisation has a day, and what they begin as. */
const LASTING_A_DAY: Readonly<
  Record<Exclude<Lasting, "callback-expires">, readonly [kind: StreamKind, daily: number]>
> = {
  "answer-after-weeks": ["email", 0.3],
  "answer-after-days": ["email", 4],
  "silent-customer": ["message", 3.6],
  "leg-left-open": ["voice", 1.2],
};
/** Callbacks that nobody takes. */
const EXPIRING_A_DAY = 1 / 8;

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
  const plan = { random, perDay, site, siteDay, calendar, arrivals: [] as Arrival[] };
  QUEUE_SPECS.forEach(({ shares }, queue) => {
    for (const [kind, share] of Object.entries(shares))
      if (kind !== "voice") planStream(plan, kind as StreamKind, queue, share * factor);
  });
  planCalls(plan, factor);
  planStream(plan, "user", -1, USER_CALLS_SHARE * factor);
  CAMPAIGN_SPECS.forEach(({ queue, share }, campaign) => {
    planCampaign(plan, campaign, queue, share * factor);
  });
  planExpiringCallbacks(plan);
  for (const [lasts, [kind, daily]] of Object.entries(LASTING_A_DAY)) markLasting(plan, lasts as Lasting, kind, daily);
  return plan.arrivals;
}

interface Plan {
  readonly random: Random;
  readonly perDay: number;
  readonly site: number;
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

/** Contacts are tried from an hour after opening to two hours before closing. */
function planCampaign(
  { random, calendar, siteDay, arrivals }: Plan,
  campaign: number,
  queue: number,
  mean: number,
): void {
  const [from, to] = [calendar.opens(siteDay) + HOUR_MS, calendar.closes(siteDay) - 2 * HOUR_MS];
  for (let count = random.steady(mean); count > 0; count--)
    arrivals.push({ kind: "campaign", queue, campaign, at: random.integer(from, to), workDay: siteDay });
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

function planExpiringCallbacks(plan: Plan): void {
  const queues = QUEUE_SPECS.flatMap(({ shares }, queue) => (shares.callback === undefined ? [] : [queue]));
  const { random, calendar, siteDay } = plan;
  for (let index = countAlong(plan, EXPIRING_A_DAY); index > 0; index--) {
    const at = calendar.start(siteDay) + random.integer(0, 24 * HOUR_MS - 1);
    const lasts = "callback-expires";
    plan.arrivals.push({ kind: "expiring-callback", queue: random.pick(queues), at, workDay: siteDay, lasts });
  }
}

/** Spread evenly over those that arrive as a kind, and do not last for another reason. */
function markLasting(plan: Plan, lasts: Lasting, kind: StreamKind, daily: number): void {
  const candidates = plan.arrivals.filter((arrival) => arrival.kind === kind && arrival.lasts === undefined);
  const count = Math.min(candidates.length, countAlong(plan, daily));
  for (let index = 0; index < count; index++) {
    const chosen = candidates[Math.floor(((index + plan.random.next()) / count) * candidates.length)];
    if (chosen !== undefined) chosen.lasts = lasts;
  }
}

/**
 * Counted along the days, not drawn: what stays for days or months adds up, and its luck would too. A larger organisation has more
 * of them on the same days: on all others nothing is left over, and they need not be run to know what is.
 */
function countAlong({ random, perDay, site, siteDay }: Plan, daily: number): number {
  const size = perDay / DEFAULT_PER_DAY;
  const rate = (daily * Math.min(1, size)) / SITE_SPECS.length;
  const position = (day: number) => Math.floor(day * rate + site / SITE_SPECS.length);
  return random.steady((position(siteDay + 1) - position(siteDay)) * Math.max(1, size));
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
