import type { CopyStatus } from "../../src/app/app.ts";
import { toCount, toDay, toDayTime } from "../format/format.ts";

const WIDTH = 1_160;
const HEIGHT = 46;
const SETTLED_AFTER_MS = 7 * 86_400_000;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly kind: "settled" | "recent" | "live" | "missing";
}

const MEANINGS: Readonly<Record<Part["kind"], string>> = {
  settled: "settled: read again until it stopped changing",
  recent: "recent: whole, but wrap-up and the nightly re-processing may still change it",
  live: "live: as events tell it",
  missing: "missing: not read yet",
};

/** Where the picture comes from: what is settled, recent, live or missing, over all of its time. */
export function SeamStrip({ copy, now }: { copy: CopyStatus; now: number }) {
  const { range, stretches, followedUntil } = copy.gaps;
  const parts = toParts(stretches, followedUntil ?? range.to, now);
  const x = (ms: number) => ((ms - range.from) / Math.max(1, now - range.from)) * WIDTH;
  const days = Math.max(1, Math.ceil((now - range.from) / 86_400_000 / 8));
  const ticks = Array.from({ length: 8 }, (_, n) => range.from + n * days * 86_400_000).filter(
    (tick) => x(tick) < WIDTH - 70,
  );
  const { settled, recent, live } = copy.status.byFinality;
  return (
    <figure class="seam">
      <figcaption>
        The seam: {toCount(settled)} conversations are settled, {toCount(recent)} recent, {toCount(live)} live; since{" "}
        {toDayTime(range.from)}.
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={parts.map(describe).join("; ")}>
        {parts.map((part) => (
          <rect
            key={`${part.kind} ${part.from}`}
            class={`seam-${part.kind}`}
            x={x(part.from)}
            y="0"
            width={Math.max(2, x(part.to) - x(part.from))}
            height="22"
          >
            <title>{describe(part)}</title>
          </rect>
        ))}
        {ticks.map((tick) => (
          <text key={tick} class="tick" x={x(tick) + 2} y="40">
            {toDay(tick)}
          </text>
        ))}
      </svg>
      <p class="legend" aria-hidden="true">
        {(Object.keys(MEANINGS) as Part["kind"][]).map((kind) => (
          <span key={kind}>
            <i class={`swatch seam-${kind}`} /> {MEANINGS[kind]}
          </span>
        ))}
      </p>
    </figure>
  );
}

function describe({ kind, from, to }: Part): string {
  return `${kind} from ${toDayTime(from)} to ${toDayTime(to)}`;
}

type Stretches = CopyStatus["gaps"]["stretches"];

function toParts(stretches: Stretches, followedUntil: number, now: number): readonly Part[] {
  const parts: Part[] = [];
  const add = (part: Part) => {
    const last = parts.at(-1);
    if (part.from >= part.to) return;
    if (last !== undefined && last.kind === part.kind && last.to === part.from)
      parts[parts.length - 1] = { ...last, to: part.to };
    else parts.push(part);
  };
  const settledUntil = now - SETTLED_AFTER_MS;
  for (const { interval, state } of stretches) {
    if (state === "missing") add({ ...interval, kind: "missing" });
    else {
      add({ from: interval.from, to: Math.min(interval.to, settledUntil), kind: "settled" });
      add({ from: Math.max(interval.from, settledUntil), to: interval.to, kind: "recent" });
    }
  }
  add({ from: Math.max(followedUntil, parts.at(-1)?.to ?? followedUntil), to: now, kind: "live" });
  return parts;
}
