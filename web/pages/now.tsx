import { useMemo } from "preact/hooks";
import { since, toClock, toCount, toPercent, toTime } from "../format/format.ts";
import { Definition } from "../parts/definition.tsx";
import { EmptyNote } from "../parts/note.tsx";
import { ThresholdForm } from "../parts/threshold-form.tsx";
import { now } from "../state/clock.ts";
import { freshness, hasPicture, liveRows, queuesFact, todayFact } from "../state/live.ts";
import { place } from "../state/router.ts";
import { thresholds } from "../state/settings.ts";
import { ActiveList } from "./active-list.tsx";
import { type QueueFigures, sumFigures, toQueueFigures, toServiceLevel, toWaitLevel } from "./queue-figures.ts";
import { QueueTile } from "./queue-tile.tsx";

/** What goes on now: queues as tiles, and every active conversation. */
export function NowPage() {
  const queues = queuesFact.value;
  const today = todayFact.value;
  const figures = useMemo(
    () => toQueueFigures(liveRows.value, queues?.rows ?? [], today?.rows ?? []),
    [liveRows.value, queues, today],
  );
  const wanted = place.value.search.get("queue");
  return (
    <main id="main" class="now">
      <h1 class="hidden">Now</h1>
      <Overall figures={figures} />
      <section class="tiles" aria-label="Queues">
        {figures.map((one) => (
          <QueueTile key={one.id} figures={one} isChosen={one.id === wanted} />
        ))}
      </section>
      <p class="caption">
        Waiting and interacting are counted from live events, as of {toTime(freshness.value?.asOf)}.{" "}
        <FactNote name="Agents" fact={queues} /> <FactNote name="Today's figures" fact={today} />
      </p>
      {!hasPicture.value ? <EmptyNote>Reading what is open now…</EmptyNote> : <ActiveList />}
      <ThresholdForm />
    </main>
  );
}

function FactNote({ name, fact }: { name: string; fact: typeof queuesFact.value | typeof todayFact.value }) {
  if (fact === null) return <>{name}: being asked. </>;
  if (fact.error !== undefined)
    return (
      <span class="warn-text" role="status">
        {name}: {fact.error.message} {fact.error.hint}{" "}
      </span>
    );
  const { asOf, complete, reason } = fact.meta ?? { asOf: null, complete: true, reason: null };
  return (
    <>
      {name}: as of {toTime(asOf)}
      {complete ? ". " : `, incomplete: ${reason}. `}
    </>
  );
}

function Overall({ figures }: { figures: readonly QueueFigures[] }) {
  const all = sumFigures(figures);
  const longest = since(all.waitingSince, now.value);
  const limits = thresholds.value;
  return (
    <section class="overall" aria-label="All queues">
      <Figure of="waiting" value={toCount(all.waiting)} href="/?state=waiting" />
      <Figure of="longestWait" value={toClock(longest ?? 0)} level={toWaitLevel(longest, limits)} />
      <Figure of="interacting" value={toCount(all.interacting)} href="/?state=connected" />
      <Figure
        of="serviceLevel"
        value={toPercent(all.serviceLevel)}
        level={toServiceLevel(all.serviceLevel, limits)}
        note="today"
      />
      <Figure of="offered" value={toCount(all.offered)} note="today" href="/then?range=today" />
      <Figure of="answered" value={toCount(all.answered)} note="today" href="/then?range=today" />
      <Figure of="abandoned" value={toCount(all.abandoned)} note="today" href="/then?range=today" />
      <p class="hidden" role="status">
        {all.waiting} waiting, {all.interacting} interacting
      </p>
    </section>
  );
}

function Figure(props: { of: string; value: string; level?: string; note?: string; href?: string }) {
  const { of, value, level = "none", note, href } = props;
  return (
    <div class={`figure level-${level}`} data-figure={of}>
      <span class="value">{href === undefined ? value : <a href={href}>{value}</a>}</span>
      <span class="title">
        <Definition of={of} /> {note}
      </span>
    </div>
  );
}
