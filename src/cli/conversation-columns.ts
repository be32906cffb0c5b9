import type { ConversationSummary } from "../model/conversation-summary.ts";
import type { LiveConversationView } from "../model/live-view.ts";
import type { TimelineEntry } from "../model/timeline.ts";
import { toHumanDuration } from "./output/duration.ts";
import { toHumanInstant } from "./output/instant.ts";
import type { TableColumn } from "./output/table.ts";

/** What a table's cells need to know beside the row. */
export interface TableContext {
  timeZone: string;
  /** Epoch milliseconds, for durations that are still growing. */
  now: number;
  /** In a narrow terminal a start goes without year and seconds, so that the people fit in. */
  narrow: boolean;
}

export function historyColumns(context: TableContext): TableColumn<ConversationSummary>[] {
  return [
    id(({ conversationId }) => conversationId),
    { header: "Media", value: ({ mediaTypes }) => mediaTypes.join(", "), minWidth: 8, priority: 6 },
    started(context, 9),
    duration("Duration", (row) => row.effectiveDurationMs ?? row.durationMs, 8),
    { header: "Queue", value: (row) => queueNames(row), minWidth: context.narrow ? 8 : 10, priority: 7 },
    { header: "Agents", value: (row) => agentNames(row), minWidth: context.narrow ? 8 : 12, priority: 7 },
    { header: "Wrap-up", value: (row) => wrapUpNames(row), minWidth: 12, priority: 5 },
    duration("Hold", ({ heldMs }) => heldMs, 3),
    duration("Talk", ({ talkMs }) => talkMs, 4),
    duration("ACW", ({ acwMs }) => acwMs, 2),
  ];
}

export function liveColumns(context: TableContext): TableColumn<LiveConversationView>[] {
  const age = ({ startedAt }: LiveConversationView) =>
    startedAt === null ? null : context.now - Date.parse(startedAt);
  return [
    id(({ conversationId }) => conversationId),
    { header: "Media", value: ({ mediaTypes }) => mediaTypes.join(", "), minWidth: 8, priority: 6 },
    { header: "State", value: ({ liveState }) => liveState, minWidth: 9, priority: 9 },
    started(context, 4),
    duration("For", age, 7),
    { header: "Participants", value: (row) => describeParticipants(row), minWidth: 10, priority: 8 },
  ];
}

export function timelineColumns({ timeZone }: TableContext): TableColumn<TimelineEntry>[] {
  return [
    { header: "At", value: ({ startedAt }) => toHumanInstant(startedAt, timeZone), minWidth: 19, priority: 10 },
    duration("For", ({ durationMs }) => durationMs, 8),
    {
      header: "Who",
      value: ({ purpose, name }) => (name === null ? purpose : `${purpose} ${name}`),
      minWidth: 10,
      priority: 9,
    },
    { header: "Media", value: ({ mediaType }) => mediaType ?? "", minWidth: 5, priority: 5 },
    { header: "What", value: ({ segmentType }) => segmentType, minWidth: 8, priority: 10 },
    { header: "Queue", value: ({ queueName, queueId }) => queueName ?? queueId ?? "", minWidth: 6, priority: 6 },
    { header: "Ended by", value: ({ disconnectType }) => disconnectType ?? "", minWidth: 8, priority: 4 },
    {
      header: "Wrap-up",
      value: ({ wrapUpCodeName, wrapUpCode }) => wrapUpCodeName ?? wrapUpCode ?? "",
      minWidth: 7,
      priority: 3,
    },
    { header: "Note", value: ({ wrapUpNote }) => wrapUpNote ?? "", minWidth: 6, priority: 2 },
  ];
}

function id<Row>(value: (row: Row) => string): TableColumn<Row> {
  // Whole or not at all: half an id can't be copied.
  return { header: "Conversation", value, minWidth: 36, priority: 10 };
}

function started<Row extends { startedAt: string | null }>(
  { timeZone, narrow }: TableContext,
  priority: number,
): TableColumn<Row> {
  const value = ({ startedAt }: Row) => {
    const instant = toHumanInstant(startedAt, timeZone);
    return narrow && startedAt !== null ? instant.slice(5, 16) : instant;
  };
  return { header: "Started", value, minWidth: narrow ? 11 : 19, priority };
}

function duration<Row>(header: string, value: (row: Row) => number | null, priority: number): TableColumn<Row> {
  return { header, value: (row) => toHumanDuration(value(row)), align: "right", minWidth: 7, priority };
}

function queueNames({ queues }: ConversationSummary): string {
  return queues.map((queue) => queue.name ?? queue.id).join(", ");
}

function agentNames({ agents }: ConversationSummary): string {
  return agents.map(({ name, userId }) => name ?? userId ?? "?").join(", ");
}

/** In a live or historical row a code without a name is one that the directory lacks: it stands for itself. */
function wrapUpNames({ wrapUpCodes, wrapUpCodeNames }: ConversationSummary): string {
  return wrapUpCodes.map((code, index) => wrapUpCodeNames[index] ?? code).join(", ");
}

/** Who is in it now; those who left are only counted. */
function describeParticipants({ participants }: LiveConversationView): string {
  const present = participants.filter(({ state }) => state !== "disconnected");
  const gone = participants.length - present.length;
  // Whoever works on it first: the customer is the one that a narrow column can do without.
  const workersFirst = [...present].sort((a, b) => Number(a.purpose === "customer") - Number(b.purpose === "customer"));
  const described = workersFirst.map(({ purpose, name }) => (name === null ? purpose : `${purpose} ${name}`));
  return described.join(", ") + (gone === 0 ? "" : ` (${gone} left)`);
}
