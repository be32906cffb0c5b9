// The pages of the canned organisation, made as they are asked for.
import { gzipSync } from "node:zlib";
import { createCannedRecords } from "../fetch/canned-record.ts";
import { comesLate, NOT_OWED, type Span, toId, toStart } from "./population.ts";

/** A conversation is deleted when the reader is still so far from it, and a late one appears so far behind the reader. */
const AHEAD = 10_000;
const BEHIND = 500;

/** The page that has three rows fewer than asked for; nothing is lost, the rest moves on. */
const SHORT_PAGE = 7;
const SHORT_BY = 3;

const records = createCannedRecords(400, 1);

/** One window as one reader sees it; it changes while it is read. */
export class CannedWindow {
  readonly #span: Span;
  readonly #isTroubled: boolean;
  #reached: number;

  constructor(span: Span, isTroubled: boolean) {
    this.#span = span;
    this.#isTroubled = isTroubled;
    this.#reached = span.from;
  }

  total(): number {
    return this.#span.to - this.#span.from - this.#absent().length;
  }

  /** The numbers of a page's conversations, by the order of their starts. */
  page(pageNumber: number, pageSize: number): number[] {
    const isShort = this.#isTroubled && pageNumber === SHORT_PAGE && pageSize > SHORT_BY;
    const isLater = this.#isTroubled && pageNumber > SHORT_PAGE && pageSize > SHORT_BY;
    const skip = (pageNumber - 1) * pageSize - (isLater ? SHORT_BY : 0);
    const rows = this.rows(skip, pageSize - (isShort ? SHORT_BY : 0));
    this.#reached = Math.max(this.#reached, (rows.at(-1) ?? 0) + 1);
    return rows;
  }

  rows(skip: number, count: number): number[] {
    const absent = this.#absent();
    const isAbsent = new Set(absent);
    let index = this.#span.from + skip;
    for (const one of absent) if (one <= index) index += 1;
    const rows: number[] = [];
    for (; rows.length < count && index < this.#span.to; index++) if (!isAbsent.has(index)) rows.push(index);
    return rows;
  }

  /** Those that are not known yet and those that are no more, in order. */
  #absent(): number[] {
    if (!this.#isTroubled) return [];
    const { from, to } = this.#span;
    return NOT_OWED.filter((index) => {
      const isAway = comesLate(index) ? index > this.#reached - BEHIND : index < this.#reached + AHEAD;
      return isAway && index >= from && index < to;
    });
  }
}

/** A body of detail records as gzip; at a low level, because the pages are made while somebody waits for them. */
export function packRecords(rows: readonly number[], rest: object): Buffer {
  const parts = rows.map((index) => {
    const record = records[index % records.length];
    if (record === undefined) throw new RangeError("no canned record");
    return record.head + toId(index) + record.middle + toStart(index) + record.tail;
  });
  const body = JSON.stringify(rest);
  const list = parts.length === 0 ? "" : `"conversations":[${parts.join(",")}]${body === "{}" ? "" : ","}`;
  return gzipSync(`{${list}${body.slice(1)}`, { level: 1 });
}
