import { readFileSync } from "node:fs";
import { DAY_MS } from "../../src/base/interval.ts";
import { mixWords } from "../../src/simulator/world/mix.ts";

/** 50 days of 20,000 conversations each: the same simulated day again and again, with other dates and other ids. Fewer for a quick look. */
export const DAYS = Number(process.env["BENCH_DAYS"] ?? 50);
export const PER_DAY = 20_000;
export const POPULATION = DAYS * PER_DAY;
/** The day that was simulated; a Wednesday. */
export const TEMPLATE_DAY = Date.UTC(2026, 0, 7);

const PATCHES = /\d{4}-\d\d-\d\d(?=T\d\d:)|[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12}))/g;
const DATE_LENGTH = 10;
const WORD_LENGTH = 8;

/** Where a template differs from one day to the next; both have a fixed length, so that it is a matter of overwriting. */
interface Template {
  readonly bytes: Buffer;
  /** Pairs of a place and the days since the template's own. */
  readonly dates: readonly number[];
  /** Pairs of a place and the first 32 bits of an id. */
  readonly ids: readonly number[];
}

/** A million conversations by number, in the order of their starts, as JSON. */
export interface Million {
  /** Bytes of one on average. */
  readonly meanBytes: number;
  json(index: number): Buffer;
}

/** Reads what `simulateDay` has written. Days are counted from `firstDay`, epoch milliseconds at a UTC midnight. */
export function loadMillion(file: string, firstDay: number): Million {
  const lines = readFileSync(file, "latin1").trimEnd().split("\n");
  const shared = findSharedIds(lines);
  const templates = lines.map((line) => toTemplate(line, shared));
  const dateOf = createDates(firstDay);
  return {
    meanBytes: templates.reduce((sum, { bytes }) => sum + bytes.length, 0) / templates.length,
    json(index) {
      const template = templates[index % PER_DAY];
      if (template === undefined) throw new RangeError(`no template for conversation ${index}`);
      return render(template, Math.floor(index / PER_DAY), dateOf);
    },
  };
}

/** Queues, users, divisions and the like occur in several conversations and are the same on every day; a session occurs in one. */
function findSharedIds(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const line of lines) {
    const own = new Set(Array.from(line.matchAll(PATCHES), toIdKey));
    for (const id of own) (seen.has(id) ? shared : seen).add(id);
  }
  return shared;
}

/** The two ends of an id: the first is replaced, the last is what tells it from others. */
function toIdKey([first, last]: RegExpExecArray): string {
  return `${first}${last ?? ""}`;
}

function toTemplate(line: string, shared: ReadonlySet<string>): Template {
  const dates: number[] = [];
  const ids: number[] = [];
  for (const match of line.matchAll(PATCHES)) {
    const [text, last] = match;
    if (last === undefined) dates.push(match.index, (Date.parse(text) - TEMPLATE_DAY) / DAY_MS);
    else if (!shared.has(toIdKey(match))) ids.push(match.index, Number.parseInt(text, 16));
  }
  return { bytes: Buffer.from(line, "latin1"), dates, ids };
}

function render({ bytes, dates, ids }: Template, day: number, dateOf: (day: number) => Buffer): Buffer {
  const rendered = Buffer.from(bytes);
  for (let n = 0; n < dates.length; n += 2) rendered.set(dateOf(day + (dates[n + 1] ?? 0)), dates[n]);
  const key = mixWords(day, DAY_KEY);
  for (let n = 0; n < ids.length; n += 2) writeHex(rendered, ids[n] ?? 0, (ids[n + 1] ?? 0) ^ key);
  return rendered;
}

const DAY_KEY = 0x64_61_79;
const DIGITS = Buffer.from("0123456789abcdef");

function writeHex(target: Buffer, place: number, word: number): void {
  for (let digit = 0; digit < WORD_LENGTH; digit++)
    target[place + digit] = DIGITS[(word >>> (28 - 4 * digit)) & 15] ?? 0;
}

/** Days after the first as texts; there are few, and each is asked for millions of times. */
function createDates(firstDay: number): (day: number) => Buffer {
  const known = new Map<number, Buffer>();
  return (day) => {
    const date = known.get(day) ?? Buffer.from(new Date(firstDay + day * DAY_MS).toISOString().slice(0, DATE_LENGTH));
    known.set(day, date);
    return date;
  };
}
