import type { Command } from "commander";
import { type QueueRow, queues } from "../../ask/questions/queues.ts";
import type { Cli } from "../cli.ts";
import { NO_VALUE } from "../output/cell-text.ts";
import { toHumanDuration } from "../output/duration.ts";
import type { TableColumn } from "../output/table.ts";
import { printAnswer } from "../print-answer.ts";
import { addQuestionCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, queues, (answer, context) =>
    printAnswer(answer, context, {
      columns: COLUMNS,
      csvColumns: [
        "queueId",
        "queueName",
        "waiting",
        "longestWaitMs",
        "alerting",
        "interacting",
        "onQueue",
        "agentsByRoutingStatus",
      ],
      empty: "No queue is to be seen.",
      closing: ({ rows }) => [`${rows} ${rows === 1 ? "queue" : "queues"}`],
    }),
  );
}

const COLUMNS: readonly TableColumn<QueueRow>[] = [
  { header: "Queue", value: ({ queueName, queueId }) => queueName ?? queueId, minWidth: 12, priority: 20 },
  number("Waiting", ({ waiting }) => waiting, 19),
  {
    header: "Longest wait",
    value: ({ longestWaitMs }) => (longestWaitMs === null ? NO_VALUE : toHumanDuration(longestWaitMs)),
    align: "right",
    minWidth: 12,
    priority: 18,
  },
  number("Alerting", ({ alerting }) => alerting, 14),
  number("Interacting", ({ interacting }) => interacting, 17),
  number("On queue", ({ onQueue }) => onQueue, 16),
  status("Idle", "IDLE", 15),
  status("Busy", "INTERACTING", 13),
  status("Communicating", "COMMUNICATING", 11),
  status("Not responding", "NOT_RESPONDING", 12),
  status("Off queue", "OFF_QUEUE", 10),
];

function number(header: string, read: (row: QueueRow) => number | null, priority: number): TableColumn<QueueRow> {
  return { header, value: (row) => read(row) ?? NO_VALUE, align: "right", minWidth: header.length, priority };
}

/** Agents of the queue by their routing status; one that nobody has is not told. */
function status(header: string, name: string, priority: number): TableColumn<QueueRow> {
  return number(header, ({ agentsByRoutingStatus }) => agentsByRoutingStatus[name] ?? null, priority);
}
