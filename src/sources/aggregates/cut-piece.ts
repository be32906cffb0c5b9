import { isAppError } from "../../base/app-error.ts";
import { DAY_MS, type Interval, MINUTE_MS } from "../../base/interval.ts";

/** A bucket, or a part of one. */
export interface PieceBucket extends Interval {
  readonly whole: Interval;
}

/** Consecutive buckets that one request asks for. */
export type Piece = readonly PieceBucket[];

export function toInterval(piece: Piece): Interval {
  return { from: piece[0]?.from ?? 0, to: piece.at(-1)?.to ?? 0 };
}

/**
 * Smaller pieces in place of one that the API refuses as too much; `null` where the refusal is about something else or the
 * piece can't be cut. No limit of aggregate queries is documented, so none is assumed: the text of the refusal says it, or
 * halving finds it.
 */
export function cutPiece(piece: Piece, error: unknown): Piece[] | null {
  if (!isAppError(error) || error.kind !== "input") return null;
  const { message } = error;
  if (!/interval|granularity|results/i.test(message) || !/exceed|more than|too (many|long|large)/i.test(message))
    return null;
  const days = Number(/(\d+) days/.exec(message)?.[1] ?? Number.NaN);
  const count = Number(/(\d+) (?:intervals|buckets)/.exec(message)?.[1] ?? Number.NaN);
  const cut = piece.length > 1 ? cutBetween(piece, days, count) : cutWithin(piece[0], days);
  return cut.length > 1 ? cut : null;
}

function cutBetween(piece: Piece, days: number, count: number): Piece[] {
  const { from, to } = toInterval(piece);
  const isTooLong = to - from > days * DAY_MS;
  const isTooMany = piece.length > count;
  if (!isTooLong && !isTooMany) return halve(piece);
  const pieces: PieceBucket[][] = [];
  for (const bucket of piece) {
    const last = pieces.at(-1);
    const start = last?.[0]?.from ?? bucket.from;
    const fits = !(isTooLong && bucket.to - start > days * DAY_MS) && !(isTooMany && (last?.length ?? 0) >= count);
    if (last !== undefined && fits) last.push(bucket);
    else pieces.push([bucket]);
  }
  return pieces;
}

function halve(piece: Piece): Piece[] {
  const middle = Math.ceil(piece.length / 2);
  return [piece.slice(0, middle), piece.slice(middle)];
}

/** Parts of one bucket, whose statistics add up to those of the whole. */
function cutWithin(bucket: PieceBucket | undefined, days: number): Piece[] {
  if (bucket === undefined) return [];
  const length = bucket.to - bucket.from;
  const step = length > days * DAY_MS ? days * DAY_MS : Math.ceil(length / 2 / MINUTE_MS) * MINUTE_MS;
  const parts: Piece[] = [];
  for (let { from } = bucket; from < bucket.to; from += step)
    parts.push([{ whole: bucket.whole, from, to: Math.min(from + step, bucket.to) }]);
  return parts;
}
