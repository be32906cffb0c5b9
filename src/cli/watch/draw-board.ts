import picocolors from "picocolors";
import type { LiveConversationView, LiveParticipantView, LiveState } from "../../model/live-view.ts";
import { truncate } from "../output/cell-text.ts";
import { toHumanDuration } from "../output/duration.ts";
import { layOutTable, type TableColumn } from "../output/table.ts";

/** What the picture of now is drawn from. */
export interface BoardPicture {
  readonly views: Iterable<LiveConversationView>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly height: number;
  readonly colours: boolean;
  /** Above the table: whose conversations. */
  readonly title: string;
  /** Below it: how fresh and how complete. */
  readonly footer: readonly string[];
}

/** Who waits comes first, then who is being called, then who talks. */
const ORDER: readonly LiveState[] = [
  "waiting",
  "alerting",
  "dialing",
  "ivr",
  "held",
  "connected",
  "wrapup",
  "parked",
  "scheduled",
  "other",
  "disconnected",
];

interface Row {
  readonly view: LiveConversationView;
  /** Since when it is in its state; epoch milliseconds. */
  readonly since: number;
}

/** A picture of now for a terminal: as many lines as it has, the longest waiting first. */
export function drawBoard({ views, now, width, height, colours, title, footer }: BoardPicture): string {
  const rows = [...views].map(toRow).sort(compareRows);
  const { bold, dim } = picocolors.createColors(colours);
  const head = [bold(truncate(title, width)), truncate(describeStates(rows, now), width), ""];
  const foot = ["", ...footer.map((line) => dim(truncate(line, width)))];
  const room = Math.max(1, height - head.length - foot.length - 2);
  const shown = rows.slice(0, rows.length > room ? room - 1 : room);
  const table = layOutTable({ columns: toColumns(now), width, colours, empty: "" }, shown);
  const body =
    rows.length === 0
      ? ["No conversation is active now."]
      : [table.header, ...shown.map((row) => paint(row, table.line(row), now, colours))];
  if (shown.length < rows.length) body.push(dim(`… and ${rows.length - shown.length} more`));
  return [...head, ...body, ...foot].slice(0, height).join("\n");
}

function toRow(view: LiveConversationView): Row {
  const inState = view.participants.filter(({ state, since }) => state === view.liveState && since !== null);
  const since = inState.map(({ since }) => Date.parse(since ?? "")).filter((instant) => !Number.isNaN(instant));
  return { view, since: since.length === 0 ? Date.parse(view.startedAt ?? "") : Math.min(...since) };
}

function compareRows(one: Row, other: Row): number {
  const byState = ORDER.indexOf(one.view.liveState) - ORDER.indexOf(other.view.liveState);
  if (byState !== 0) return byState;
  return one.since - other.since || one.view.conversationId.localeCompare(other.view.conversationId);
}

function toColumns(now: number): TableColumn<Row>[] {
  const age = (since: number) => (Number.isNaN(since) ? "" : toHumanDuration(Math.max(0, now - since)));
  return [
    { header: "State", value: ({ view }) => view.liveState, minWidth: 9, priority: 10 },
    { header: "For", value: ({ since }) => age(since), align: "right", minWidth: 7, priority: 10 },
    { header: "Media", value: ({ view }) => view.mediaTypes.join(", "), minWidth: 8, priority: 6 },
    {
      header: "Queue",
      value: ({ view }) => view.queues.at(-1)?.name ?? view.queues.at(-1)?.id ?? "",
      minWidth: 10,
      priority: 9,
    },
    { header: "With", value: ({ view }) => describeWorkers(view.participants), minWidth: 12, priority: 8 },
    {
      header: "Customer",
      value: ({ view }) => view.customer.name ?? view.customer.address ?? "",
      minWidth: 10,
      priority: 4,
    },
    {
      header: "Age",
      value: ({ view }) => age(Date.parse(view.startedAt ?? "")),
      align: "right",
      minWidth: 8,
      priority: 5,
    },
    { header: "Conversation", value: ({ view }) => view.conversationId, minWidth: 36, priority: 3 },
  ];
}

const WORKERS = new Set(["agent", "user"]);

function describeWorkers(participants: readonly LiveParticipantView[]): string {
  const present = participants.filter(({ purpose, state }) => WORKERS.has(purpose) && state !== "disconnected");
  return present.map(({ name, userId }) => name ?? userId ?? "?").join(", ");
}

/** `4 waiting, the longest for 3:12 · 30 connected · 2 in wrap-up`. */
function describeStates(rows: readonly Row[], now: number): string {
  const counts = new Map<LiveState, Row[]>();
  for (const row of rows) counts.set(row.view.liveState, [...(counts.get(row.view.liveState) ?? []), row]);
  const parts = ORDER.flatMap((state) => {
    const [first, ...others] = counts.get(state) ?? [];
    if (first === undefined) return [];
    const longest = state === "waiting" ? `, the longest for ${toHumanDuration(Math.max(0, now - first.since))}` : "";
    return [`${others.length + 1} ${state}${longest}`];
  });
  return parts.join(" · ");
}

/** Those who wait are what a supervisor looks for. */
function paint({ view, since }: Row, line: string, now: number, colours: boolean): string {
  const { yellow, red, dim } = picocolors.createColors(colours);
  if (view.liveState === "waiting") return now - since > LONG_WAIT_MS ? red(line) : yellow(line);
  return view.liveState === "wrapup" || view.liveState === "parked" ? dim(line) : line;
}

const LONG_WAIT_MS = 120_000;
