import { useMemo } from "preact/hooks";
import type { HistoryMeta } from "../../src/ask/questions/history.ts";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import { toClock, toCount, toDayTime, toTime } from "../format/format.ts";
import { Media } from "../parts/badge.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Definition } from "../parts/definition.tsx";
import { EmptyNote, ErrorNote } from "../parts/note.tsx";
import type { Query } from "../state/api.ts";
import { now } from "../state/clock.ts";
import { copyFact, syncState, written } from "../state/live.ts";
import { place, setSearch } from "../state/router.ts";
import { ExportLinks, SavedViews } from "./history-export.tsx";
import { FILTERS, HistoryFilters } from "./history-filters.tsx";
import { usePages } from "./history-pages.ts";
import { toRange, toRangeName } from "./range.ts";

const DEFAULT_SORT = "-startedAt";

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
      <HistoryFilters range={name} search={search} />
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
      {pages.total > 0 && (
        <p class="caption">
          What they mean: <Definition of="lasted" /> <Definition of="inQueue" /> <Definition of="talk" />{" "}
          <Definition of="hold" /> <Definition of="afterCallWork" />. A badge says which API told the row, and how final
          it is.
        </p>
      )}
    </main>
  );
}

const COLUMNS: readonly Column<ConversationSummary>[] = [
  { name: "startedAt", title: "Began", sort: "startedAt", width: "xl", show: (row) => toDayTime(row.startedAt) },
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
  { name: "talkMs", title: "Talk", sort: "talkMs", isNumber: true, width: "s", show: (row) => toClock(row.talkMs) },
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
