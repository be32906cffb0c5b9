import { useMemo } from "preact/hooks";
import type { LiveRow } from "../../src/server/events/live-row.ts";
import { since, toClock, toCount, toPercent, toTime, toWords } from "../format/format.ts";
import { Media, StateBadge } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Definition } from "../parts/definition.tsx";
import { EmptyNote } from "../parts/note.tsx";
import { ThresholdForm } from "../parts/threshold-form.tsx";
import { now } from "../state/clock.ts";
import { freshness, hasPicture, liveRows, queuesFact, todayFact } from "../state/live.ts";
import { place, setSearch } from "../state/router.ts";
import { thresholds } from "../state/settings.ts";
import { type QueueFigures, sumFigures, toQueueFigures, toServiceLevel, toWaitLevel } from "./queue-figures.ts";

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

function QueueTile({ figures, isChosen }: { figures: QueueFigures; isChosen: boolean }) {
  const { id, name, waiting, callbacks, waitingSince, interacting, agents, today } = figures;
  const limits = thresholds.value;
  const longest = since(waitingSince, now.value);
  const statuses = Object.entries(agents).filter(([status, count]) => count > 0 && status !== "OFF_QUEUE");
  return (
    <article class={`tile level-${toWaitLevel(longest, limits)}`} data-queue={id}>
      <h2>
        <button type="button" aria-pressed={isChosen} onClick={() => setSearch({ queue: isChosen ? null : id })}>
          {name}
        </button>
      </h2>
      <dl>
        <div class="big">
          <dt>waiting</dt>
          <dd data-value="waiting">{toCount(waiting)}</dd>
        </div>
        <div>
          <dt>longest</dt>
          <dd data-value="longest">{toClock(longest ?? 0)}</dd>
        </div>
        <div>
          <dt>interacting</dt>
          <dd data-value="interacting">{toCount(interacting)}</dd>
        </div>
        <div class={`level-${toServiceLevel(today?.serviceLevel, limits)}`}>
          <dt>in time</dt>
          <dd data-value="serviceLevel">{toPercent(today?.serviceLevel)}</dd>
        </div>
        <div>
          <dt>offered</dt>
          <dd data-value="offered">
            <a href={`/then?range=today&queue=${encodeURIComponent(id)}`}>{toCount(today?.offered)}</a>
          </dd>
        </div>
        <div>
          <dt>abandoned</dt>
          <dd data-value="abandoned">{toCount(today?.abandoned)}</dd>
        </div>
      </dl>
      <p class="agents">
        {callbacks > 0 && <span>{toCount(callbacks)} of them callbacks</span>}
        {statuses.length === 0
          ? "no agents on queue"
          : statuses.map(([status, count]) => (
              <span key={status} class={`agent-${status.toLowerCase()}`}>
                {toCount(count)} {status.toLowerCase().replace("_", " ")}
              </span>
            ))}
      </p>
    </article>
  );
}

const COLUMNS: readonly Column<LiveRow>[] = [
  {
    name: "since",
    title: "For",
    sort: "since",
    width: "s",
    isNumber: true,
    show: (row) => toClock(since(row.since, now.value)),
  },
  { name: "state", title: "State", sort: "state", width: "m", show: (row) => <StateBadge state={row.state} /> },
  { name: "media", title: "Media", sort: "media", width: "m", show: (row) => <Media types={row.media} /> },
  {
    name: "queue",
    title: "Queue",
    sort: "queue",
    width: "l",
    show: (row) => row.queues.map(({ name, id }) => name ?? id).join(", "),
  },
  { name: "agent", title: "Agent", sort: "agent", width: "l", show: (row) => agentsOf(row) },
  { name: "customer", title: "Customer", sort: "customer", width: "l", show: (row) => row.customer ?? "" },
  { name: "direction", title: "Direction", sort: "direction", width: "m", show: (row) => row.direction ?? "" },
  {
    name: "age",
    title: "In all",
    sort: "age",
    width: "s",
    isNumber: true,
    show: (row) => toClock(since(row.startedAt, now.value)),
  },
];

function agentsOf({ parties }: LiveRow): string {
  return parties
    .filter(({ purpose }) => purpose === "agent" || purpose === "user")
    .map(({ name, userId }) => name ?? userId ?? "agent")
    .join(", ");
}

const SORT_BY: Readonly<Record<string, (row: LiveRow) => string>> = {
  state: ({ state }) => state,
  media: ({ media }) => media[0] ?? "",
  queue: ({ queues }) => queues[0]?.name ?? queues[0]?.id ?? "",
  agent: agentsOf,
  customer: ({ customer }) => customer ?? "",
  direction: ({ direction }) => direction ?? "",
};

const DEFAULT_SORT = "-since";

function ActiveList() {
  const { search } = place.value;
  const [queue, state, media, text] = ["queue", "state", "media", "text"].map((name) => search.get(name) ?? "");
  const sort = search.get("sort") ?? DEFAULT_SORT;
  const rows = useMemo(
    () =>
      sortRows(
        liveRows.value.filter((row) => isWanted(row, { queue, state, media, text })),
        sort,
      ),
    [liveRows.value, queue, state, media, text, sort],
  );
  const states = useMemo(() => [...new Set(liveRows.value.map((row) => row.state))].sort(), [liveRows.value]);
  const medias = useMemo(() => [...new Set(liveRows.value.flatMap((row) => row.media))].sort(), [liveRows.value]);
  // Durations in it tick.
  now.value;
  return (
    <div class="list">
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <h2>
          <span data-count="active">{toCount(rows.length)}</span> active
          {rows.length !== liveRows.value.length && ` of ${toCount(liveRows.value.length)}`}
        </h2>
        <Choice label="State" name="state" value={state ?? ""} choices={states} />
        <Choice label="Media" name="media" value={media ?? ""} choices={medias} />
        <label>
          Find{" "}
          <input
            type="search"
            data-find
            placeholder="name, agent, queue, id"
            value={text}
            onInput={(event) => setSearch({ text: event.currentTarget.value })}
          />
        </label>
        {queue !== "" && (
          <button type="button" onClick={() => setSearch({ queue: null })}>
            All queues
          </button>
        )}
      </form>
      {rows.length === 0 ? (
        <EmptyNote>
          {liveRows.value.length === 0
            ? "Nobody is in a conversation now."
            : "No active conversation meets these filters."}
        </EmptyNote>
      ) : (
        <DataTable
          label="Active conversations"
          columns={COLUMNS}
          total={rows.length}
          row={(index) => rows[index]}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/conversations/${encodeURIComponent(id)}`}
          sort={sort}
          setSort={(next) => setSearch({ sort: next === DEFAULT_SORT ? null : next })}
        />
      )}
    </div>
  );
}

function Choice({
  label,
  name,
  value,
  choices,
}: {
  label: string;
  name: string;
  value: string;
  choices: readonly string[];
}) {
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => setSearch({ [name]: event.currentTarget.value })}>
        <option value="">all</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {toWords(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Wanted {
  readonly queue: string | undefined;
  readonly state: string | undefined;
  readonly media: string | undefined;
  readonly text: string | undefined;
}

function isWanted(row: LiveRow, { queue, state, media, text }: Wanted): boolean {
  if (queue && !row.queues.some(({ id }) => id === queue)) return false;
  if (state && row.state !== state) return false;
  if (media && !row.media.includes(media)) return false;
  if (!text) return true;
  const words = [row.id, row.customer, agentsOf(row), ...row.queues.map(({ name }) => name)].join(" ").toLowerCase();
  return words.includes(text.toLowerCase());
}

/** By time: who has lasted longest is first when it goes down. */
function sortRows(rows: readonly LiveRow[], sort: string): readonly LiveRow[] {
  const field = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") ? -1 : 1;
  const text = SORT_BY[field];
  const key = (row: LiveRow) =>
    text !== undefined ? text(row) : ((field === "age" ? row.startedAt : row.since) ?? "9999");
  const direction = text === undefined ? -sign : sign;
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id < b.row.id ? -1 : 1) * direction);
  return keyed.map(({ row }) => row);
}
