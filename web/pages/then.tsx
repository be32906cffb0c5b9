import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { HistoryMeta } from "../../src/ask/questions/history.ts";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import { toClock, toCount, toDayTime, toTime } from "../format/format.ts";
import { Media } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Definition } from "../parts/definition.tsx";
import { EmptyNote, ErrorNote } from "../parts/note.tsx";
import { ask, type Query, toSearch } from "../state/api.ts";
import { now } from "../state/clock.ts";
import { copyFact, queuesFact, syncState, written } from "../state/live.ts";
import { place, setSearch } from "../state/router.ts";
import { savedViews } from "../state/settings.ts";
import { RANGES, toRange, toRangeName } from "./range.ts";

const PAGE_ROWS = 100;
const DEFAULT_SORT = "-startedAt";
/** More than this are exported in the order of their starts. */
const SORTED_EXPORT_MAX = 10_000;

const FIELDS = [
  ["user", "User", "name, e-mail or id"],
  ["wrapUp", "Wrap-up code", "name or id"],
  ["division", "Division", "name or id"],
  ["ani", "From", "number or address"],
  ["dnis", "To", "number or address"],
  ["disconnect", "Disconnect", "client, peer, transfer"],
  ["attribute", "Attribute", "name=value"],
  ["minDuration", "Lasted at least", "90s, 5m"],
  ["maxDuration", "Lasted at most", "1h"],
] as const;

const CHOICES = {
  state: ["active", "lingering", "ended"],
  media: ["voice", "callback", "chat", "email", "message", "cobrowse", "screenshare", "video"],
  direction: ["inbound", "outbound"],
} as const;

const FILTERS = ["queue", ...FIELDS.map(([name]) => name), ...Object.keys(CHOICES)] as const;

/** What happened then: every conversation of any range, from the local copy. */
export function ThenPage() {
  const { search } = place.value;
  const name = toRangeName(search.get("range"));
  // A range that reaches up to now is counted from when it was chosen: `written` says when to look again.
  const range = useMemo(() => toRange(name, search, now.peek()), [search.toString(), written.value]);
  const sort = search.get("sort") ?? DEFAULT_SORT;
  const filters = Object.fromEntries(FILTERS.map((field) => [field, search.get(field)]));
  const question: Query | null = range === null ? null : { ...range, ...filters, source: "store" };
  const pages = usePages(question, sort, range?.to === undefined ? written.value : 0);
  return (
    <main id="main" class="then">
      <h1 class="hidden">Then</h1>
      <Filters range={name} search={search} />
      <Completeness meta={pages.meta} />
      {pages.error !== null && <ErrorNote error={pages.error} retry={pages.again} />}
      {range === null && <EmptyNote>Choose when the range begins.</EmptyNote>}
      {pages.meta !== null && question !== null && (
        <div class="bar">
          <h2>
            <span data-count="history">{toCount(pages.total)}</span> conversations
          </h2>
          <ExportLinks question={question} sort={sort} total={pages.total} />
          <SavedViews search={search} />
        </div>
      )}
      {pages.meta !== null && pages.total === 0 && pages.error === null && (
        <EmptyNote>
          No conversation began then that meets these filters. Widen the range, or take a filter away.
        </EmptyNote>
      )}
      {pages.total > 0 && (
        <DataTable
          label="Conversations"
          columns={COLUMNS}
          total={pages.total}
          row={pages.row}
          keyOf={({ conversationId }) => conversationId}
          hrefOf={({ conversationId }) => `/conversations/${encodeURIComponent(conversationId)}`}
          seen={pages.seen}
          sort={sort}
          setSort={(next) => setSearch({ sort: next === DEFAULT_SORT ? null : next })}
        />
      )}
    </main>
  );
}

interface Pages {
  readonly total: number;
  readonly meta: HistoryMeta | null;
  readonly error: Error | null;
  row(index: number): ConversationSummary | undefined;
  seen(first: number, last: number): void;
  again(): void;
}

/** The rows of a question, a hundred at a time, as far as somebody looks at them. */
function usePages(question: Query | null, sort: string, stamp: number): Pages {
  const key = question === null ? null : toSearch({ ...question, to: undefined, sort });
  const cache = useRef(new Map<number, readonly ConversationSummary[]>());
  const asked = useRef(new Set<number>());
  const visible = useRef<readonly number[]>([0]);
  const [state, setState] = useState<{ total: number; meta: HistoryMeta | null; error: Error | null }>({
    total: 0,
    meta: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  const read = async (page: number, run: number) => {
    if (asked.current.has(page) || question === null) return;
    asked.current.add(page);
    try {
      const { rows, meta } = await ask<{ rows: ConversationSummary[]; meta: HistoryMeta }>("history", {
        ...question,
        sort,
        limit: PAGE_ROWS,
        offset: page * PAGE_ROWS,
      });
      if (run !== latest.current) return;
      cache.current.set(page, rows);
      setState({ total: meta.total ?? rows.length, meta, error: null });
    } catch (error) {
      asked.current.delete(page);
      if (run === latest.current) setState((before) => ({ ...before, error: error as Error }));
    }
  };
  useEffect(() => {
    cache.current = new Map();
    visible.current = [0];
    // Answers to what was asked before are not wanted any more.
    latest.current += 1;
  }, [key]);
  useEffect(() => {
    // What is shown stays until the same rows have been read again.
    asked.current = new Set();
    for (const page of visible.current) void read(page, latest.current);
  }, [key, stamp, turn]);
  return {
    ...state,
    row: (index) => cache.current.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    seen: (first, last) => {
      const [from, to] = [Math.floor(first / PAGE_ROWS), Math.floor(Math.max(first, last - 1) / PAGE_ROWS)];
      visible.current = Array.from({ length: to - from + 1 }, (_, n) => from + n);
      for (const page of visible.current) void read(page, latest.current);
    },
    again: () => setTurn((before) => before + 1),
  };
}

const COLUMNS: readonly Column<ConversationSummary>[] = [
  { name: "startedAt", title: "Began", sort: "startedAt", width: "l", show: (row) => toDayTime(row.startedAt) },
  { name: "state", title: "State", width: "m", show: (row) => <Finality row={row} /> },
  { name: "media", title: "Media", width: "m", show: (row) => <Media types={row.mediaTypes} /> },
  { name: "direction", title: "Direction", width: "m", show: (row) => row.direction ?? "" },
  { name: "queue", title: "Queue", width: "l", show: (row) => row.queues.map(({ name, id }) => name ?? id).join(", ") },
  {
    name: "agent",
    title: "Agents",
    width: "l",
    show: (row) => row.agents.map(({ name, userId }) => name ?? userId).join(", "),
  },
  {
    name: "durationMs",
    title: "Lasted",
    sort: "durationMs",
    isNumber: true,
    width: "s",
    show: (row) => toClock(row.durationMs),
  },
  { name: "acdMs", title: "In queue", sort: "acdMs", isNumber: true, width: "s", show: (row) => toClock(row.acdMs) },
  {
    name: "talkMs",
    title: <Definition of="talkMs">Talk</Definition>,
    isNumber: true,
    width: "s",
    show: (row) => toClock(row.talkMs),
  },
  { name: "heldMs", title: "Hold", sort: "heldMs", isNumber: true, width: "s", show: (row) => toClock(row.heldMs) },
  { name: "acwMs", title: "ACW", sort: "acwMs", isNumber: true, width: "s", show: (row) => toClock(row.acwMs) },
  {
    name: "wrapUp",
    title: "Wrap-up",
    width: "l",
    show: (row) => row.wrapUpCodes.map((code, index) => row.wrapUpCodeNames[index] ?? code).join(", "),
  },
];

function Finality({ row }: { row: ConversationSummary }) {
  const { finality } = row.provenance;
  const word = row.state === "ended" ? (row.abandoned ? "abandoned" : "ended") : row.state;
  return (
    <span class={`badge finality-${finality}`} title={`${finality}, as ${row.provenance.source} told it`}>
      {word}
    </span>
  );
}

/** How complete and how fresh the rows are. */
function Completeness({ meta }: { meta: HistoryMeta | null }) {
  const copy = copyFact.value;
  const progress = syncState.value?.progress;
  if (meta === null) return <p class="caption">Asking the local copy… {progress}</p>;
  return (
    <p class={`caption ${meta.complete ? "" : "warn-text"}`} role="status">
      {meta.complete ? "Complete" : `Incomplete: ${meta.reason}`}, as of {toTime(meta.asOf)}.
      {copy !== null &&
        ` The local copy holds ${toCount(copy.status.conversations)} conversations since ${toDayTime(copy.gaps.range.from)}.`}{" "}
      {progress}
    </p>
  );
}

function Filters({ range, search }: { range: string; search: URLSearchParams }) {
  const queues = [...(queuesFact.value?.rows ?? [])].sort((a, b) =>
    (a.queueName ?? "").localeCompare(b.queueName ?? ""),
  );
  const set = (name: string) => (event: { currentTarget: { value: string } }) =>
    setSearch({ [name]: event.currentTarget.value });
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()} aria-label="Filters">
      <label>
        Range{" "}
        <select value={range} onChange={set("range")}>
          {Object.entries(RANGES).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {range === "custom" && (
        <>
          <label>
            From <input type="datetime-local" value={search.get("from") ?? ""} onChange={set("from")} />
          </label>
          <label>
            To <input type="datetime-local" value={search.get("to") ?? ""} onChange={set("to")} />
          </label>
        </>
      )}
      <label>
        Queue{" "}
        <select value={search.get("queue") ?? ""} onChange={set("queue")}>
          <option value="">all</option>
          {queues.map(({ queueId, queueName }) => (
            <option key={queueId} value={queueId}>
              {queueName ?? queueId}
            </option>
          ))}
        </select>
      </label>
      {Object.entries(CHOICES).map(([name, choices]) => (
        <label key={name}>
          {name[0]?.toUpperCase() + name.slice(1)}{" "}
          <select value={search.get(name) ?? ""} onChange={set(name)}>
            <option value="">all</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      ))}
      <details open={FIELDS.some(([name]) => search.has(name))}>
        <summary>More filters</summary>
        <div class="filters">
          {FIELDS.map(([name, label, placeholder]) => (
            <label key={name}>
              {label}{" "}
              <input type="text" placeholder={placeholder} value={search.get(name) ?? ""} onChange={set(name)} />
            </label>
          ))}
        </div>
      </details>
    </form>
  );
}

/** Exactly what is shown, whole: the same filters, the same order as far as that can be sorted at once. */
function ExportLinks({ question, sort, total }: { question: Query; sort: string; total: number }) {
  const isSorted = total <= SORTED_EXPORT_MAX;
  const query = isSorted ? { ...question, sort, limit: Math.max(1, total) } : question;
  return (
    <span class="export">
      Export{isSorted ? "" : " by start"}:{" "}
      {(["csv", "ndjson", "json"] as const).map((format) => (
        <a key={format} href={`/api/v1/history${toSearch({ ...query, format })}`} download={`conversations.${format}`}>
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}

/** Filters that somebody has named, in this browser; the address shares them with others. */
function SavedViews({ search }: { search: URLSearchParams }) {
  const views = savedViews.value;
  const save = () => {
    const name = prompt("Name of this view")?.trim();
    if (name) savedViews.value = { ...views, [name]: search.toString() };
  };
  return (
    <span class="views">
      {Object.entries(views).map(([name, saved]) => (
        <span key={name}>
          <a href={`/then?${saved}`}>{name}</a>
          <button
            type="button"
            aria-label={`Forget view ${name}`}
            onClick={() => {
              const { [name]: _, ...rest } = views;
              savedViews.value = rest;
            }}
          >
            ×
          </button>
        </span>
      ))}
      <button type="button" onClick={save}>
        Save view
      </button>
      <button type="button" onClick={() => void navigator.clipboard?.writeText(location.href)}>
        Copy link
      </button>
    </span>
  );
}
