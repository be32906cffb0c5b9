import { useMemo } from "preact/hooks";
import type { LiveRow } from "../../src/server/events/live-row.ts";
import { since, toClock, toCount, toWords } from "../format/format.ts";
import { Media, StateBadge } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { EmptyNote } from "../parts/note.tsx";
import { now } from "../state/clock.ts";
import { liveRows } from "../state/live.ts";
import { place, setSearch } from "../state/router.ts";

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

/** Who needs somebody comes first, then who has somebody, then what may wait. */
const MOST_URGENT_FIRST: readonly LiveRow["state"][] = [
  "waiting",
  "alerting",
  "dialing",
  "connected",
  "held",
  "ivr",
  "wrapup",
  "other",
  "scheduled",
  "parked",
  "disconnected",
];

/** A letter for its place; a callback waits by intent. */
function urgencyOf({ state, media }: LiveRow): string {
  const isIntended = state === "waiting" && media.includes("callback");
  return String.fromCharCode(97 + MOST_URGENT_FIRST.indexOf(isIntended ? "scheduled" : state));
}

const SORT_BY: Readonly<Record<string, (row: LiveRow) => string>> = {
  state: urgencyOf,
  media: ({ media }) => media[0] ?? "",
  queue: ({ queues }) => queues[0]?.name ?? queues[0]?.id ?? "",
  agent: agentsOf,
  customer: ({ customer }) => customer ?? "",
  direction: ({ direction }) => direction ?? "",
};

const DEFAULT_SORT = "state";

/** Every active conversation, as far as the address narrows it. */
export function ActiveList() {
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

/** By time: who has lasted longest is first when it goes down; among equals always. */
function sortRows(rows: readonly LiveRow[], sort: string): readonly LiveRow[] {
  const field = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") ? -1 : 1;
  const text = SORT_BY[field];
  const sinceOf = (row: LiveRow) => row.since ?? "9999";
  const key = text ?? (field === "age" ? (row: LiveRow) => row.startedAt ?? "9999" : sinceOf);
  const direction = text === undefined ? -sign : sign;
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  keyed.sort(
    (a, b) =>
      compare(a.key, b.key) * direction || compare(sinceOf(a.row), sinceOf(b.row)) || compare(a.row.id, b.row.id),
  );
  return keyed.map(({ row }) => row);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
