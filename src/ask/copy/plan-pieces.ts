import { type Interval, MINUTE_MS, toIso } from "../../base/interval.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import type { Planned } from "../../sources/plan/make-history-plan.ts";
import { toCoverage } from "../../store/coverage.ts";
import type { KnownConversation, Store } from "../../store/store.ts";
import type { AskContext, AskWorld } from "../answer.ts";

/** A stretch that the local copy answers. */
export interface CopyPiece {
  readonly kind: "copy";
  readonly interval: Interval;
  readonly store: Store;
  /** As of when it is complete, epoch milliseconds. */
  readonly asOf: number;
  /** Open in the copy, and read again by id, because they may have gone on. */
  readonly open: readonly KnownConversation[];
}

/** A stretch that the API answers. */
export interface ApiPiece {
  readonly kind: "api";
  readonly interval: Interval;
  readonly planned: Planned;
  /** A copy that may know conversations of the stretch which the API does not tell yet. */
  readonly beside: Store | null;
}

export type Piece = CopyPiece | ApiPiece;

/** How a question about the past is answered from a copy and the API, oldest first. */
export interface PiecesPlan {
  readonly pieces: readonly Piece[];
  /** What is missing, where the API may not be asked. */
  readonly lacking: string | null;
  readonly notes: readonly string[];
}

/** What analytics knew so shortly before the copy was brought up to date may not have been all. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** Holes that are filled one by one; of more of them all is read that lies between. */
const HOLES_MAX = 4;

/** Whether a copy may answer: what is protected in it can't be held against what was asked in plain words. */
export function mayUseCopy({ via, reach, criteria }: HistoryNeed, policy: string | null): boolean {
  if (via === "query" || via === "job" || reach !== "began") return false;
  const isPlain = policy === null || policy === "all=keep";
  return (
    isPlain || !criteria.some((one) => one.kind === "attribute" || (one.kind === "value" && PERSONAL.has(one.field)))
  );
}

const PERSONAL: ReadonlySet<string> = new Set(["ani", "dnis"]);

export async function planPieces(
  world: AskWorld,
  store: Store,
  need: HistoryNeed,
  context: AskContext,
): Promise<PiecesPlan> {
  const slices = await store.slices();
  const { interval } = need;
  const { covered, missing, followedUntil } = toCoverage(slices, interval);
  const isCopyOnly = need.via === "store";
  // Until then the copy has everything; later things are in it as far as they happened to be read.
  const sure = isCopyOnly ? interval.to : Math.min(interval.to, (followedUntil ?? interval.from) - OVERLAP_MS);
  const known = isCopyOnly ? [] : await store.open();
  const copies = covered
    .map(({ interval: { from, to }, asOf }) => ({ from, to: Math.min(to, sure), asOf }))
    .filter(({ from, to }) => from < to)
    .map(
      ({ from, to, asOf }): CopyPiece => ({
        kind: "copy",
        interval: { from, to },
        store,
        asOf: Math.max(asOf, followedUntil ?? asOf),
        open: known.filter(({ startedAt }) => startedAt !== null && startedAt >= from && startedAt < to),
      }),
    );
  const joined = joinCopies(copies);
  if (isCopyOnly) return { pieces: joined, lacking: describeMissing(missing), notes: [] };
  const holes = joinHoles(toHoles(joined, interval));
  const pieces: Piece[] = joined.filter(
    (copy) => !holes.some(({ from, to }) => copy.interval.from >= from && copy.interval.to <= to),
  );
  for (const hole of holes) {
    const planned = await world.sources.planHistory({ ...need, interval: hole, via: "auto" }, context.signal);
    pieces.push({ kind: "api", interval: hole, planned, beside: hole.to > sure ? store : null });
  }
  return { pieces: pieces.sort((a, b) => a.interval.from - b.interval.from), lacking: null, notes: [] };
}

/** Stretches that touch, as one: as fresh as the older of them. */
function joinCopies(copies: readonly CopyPiece[]): CopyPiece[] {
  const joined: CopyPiece[] = [];
  for (const copy of copies) {
    const last = joined.at(-1);
    if (last === undefined || last.interval.to !== copy.interval.from) joined.push(copy);
    else
      joined[joined.length - 1] = {
        ...last,
        interval: { from: last.interval.from, to: copy.interval.to },
        asOf: Math.min(last.asOf, copy.asOf),
        open: [...last.open, ...copy.open],
      };
  }
  return joined;
}

function toHoles(copies: readonly CopyPiece[], { from, to }: Interval): Interval[] {
  const holes: Interval[] = [];
  let at = from;
  for (const { interval } of copies) {
    if (interval.from > at) holes.push({ from: at, to: interval.from });
    at = interval.to;
  }
  if (at < to) holes.push({ from: at, to });
  return holes;
}

function joinHoles(holes: readonly Interval[]): readonly Interval[] {
  const [first, last] = [holes[0], holes.at(-1)];
  if (holes.length <= HOLES_MAX || first === undefined || last === undefined) return holes;
  return [{ from: first.from, to: last.to }];
}

/** What the copy lacks, in words; `null` where it lacks nothing. */
export function describeMissing(missing: readonly { readonly interval: Interval }[]): string | null {
  if (missing.length === 0) return null;
  const stretches = missing.map(({ interval: { from, to } }) => `${toIso(from)} to ${toIso(to)}`);
  const more = stretches.length > 3 ? ` and ${stretches.length - 3} more` : "";
  return `the local copy lacks ${stretches.slice(0, 3).join(", ")}${more}`;
}
