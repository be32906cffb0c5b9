import type { ConversationSummary } from "../model/conversation-summary.ts";
import type { TableContext } from "./conversation-columns.ts";
import { toHumanDuration } from "./output/duration.ts";
import { toHumanInstant } from "./output/instant.ts";

/** A conversation's summary as lines of words, above its timeline. */
export function describeConversation(summary: ConversationSummary, { timeZone }: TableContext): string {
  const { customer, queues, agents, wrapUpCodes, wrapUpCodeNames, provenance } = summary;
  const instant = (iso: string | null) => toHumanInstant(iso, timeZone);
  const lines: [string, string][] = [
    ["Conversation", summary.conversationId],
    ["State", `${summary.state}, ${provenance.finality}`],
    ["Media", [summary.mediaTypes.join(", "), summary.direction ?? ""].filter((word) => word !== "").join(" ")],
    [
      "Began",
      `${instant(summary.startedAt)}${summary.endedAt === null ? "" : `, ended ${instant(summary.endedAt)}`} (${timeZone})`,
    ],
    ["Duration", describeDurations(summary)],
    ["Customer", [customer.name, customer.address].filter((word) => word !== null).join(" ")],
    ["Queues", queues.map(({ id, name }) => name ?? id).join(", ")],
    [
      "Agents",
      agents
        .map(
          ({ name, userId, answered, talkMs }) =>
            `${name ?? userId ?? "?"}${answered || talkMs > 0 ? "" : " (did not answer)"}`,
        )
        .join(", "),
    ],
    [
      "Handling",
      `talk ${toHumanDuration(summary.talkMs)}, hold ${toHumanDuration(summary.heldMs)}, ACW ${toHumanDuration(summary.acwMs)}, handle ${toHumanDuration(summary.handleMs)}`,
    ],
    ["Wrap-up", wrapUpCodes.map((code, index) => wrapUpCodeNames[index] ?? code).join(", ")],
    ["Ended by", summary.disconnectType ?? ""],
  ];
  const shown = lines.filter(([, text]) => text !== "");
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, text]) => `${label.padEnd(width)}  ${text}`).join("\n");
}

function describeDurations({ durationMs, effectiveDurationMs }: ConversationSummary): string {
  if (effectiveDurationMs === null || effectiveDurationMs === durationMs) return toHumanDuration(durationMs);
  return `${toHumanDuration(effectiveDurationMs)}; its record stayed open for ${toHumanDuration(durationMs)}`;
}
