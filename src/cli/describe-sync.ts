import type { App } from "../app/app.ts";
import { toIso } from "../base/interval.ts";
import { toHumanInstant } from "./output/instant.ts";

type SyncReport = Awaited<ReturnType<App["sync"]>>;

/** Changes that a table lists; programs get all. */
const LISTED = 10;

/** What a run of sync has done, for people. */
export function describeSync(
  report: SyncReport,
  { timeZone, storeFolder }: { readonly timeZone: string; readonly storeFolder: string },
): string {
  const { added, changed, unchanged, removed, settledDays, requestsUsed, checkpoint } = report;
  const lines: string[] = [];
  if (added + changed + removed === 0)
    lines.push(`Nothing has changed: ${count(unchanged)} read again are as they were.`);
  else
    lines.push(
      `${count(added)} new, ${changed} changed, ${unchanged} as they were${removed > 0 ? `, ${removed} gone at Genesys` : ""}.`,
    );
  if (settledDays > 0)
    lines.push(`${settledDays} ${settledDays === 1 ? "day was" : "days were"} read again for what comes late.`);
  lines.push(...describeChanges(report));
  for (const reason of report.reasons) lines.push(`INCOMPLETE: ${reason}`);
  if (report.unreadableCount > 0) lines.push(`${report.unreadableCount} records could not be read and are set aside.`);
  if (checkpoint !== null)
    lines.push(
      `Everything that began before ${toHumanInstant(toIso(checkpoint), timeZone)} ${timeZone} is in ${storeFolder}.`,
    );
  lines.push(`${requestsUsed} requests.`);
  return `${lines.join("\n")}\n`;
}

function describeChanges({ changedFields, changes }: SyncReport): string[] {
  if (changedFields.size === 0) return [];
  const fields = [...changedFields].sort(([, a], [, b]) => b - a).map(([field, times]) => `${field} ${times}`);
  const listed = changes
    .slice(0, LISTED)
    .map(({ conversationId, fields }) => `  ${conversationId}: ${fields.join(", ")}`);
  const rest = changes.length - listed.length;
  return [
    `What changed: ${fields.join(", ")}.`,
    ...(listed.length === 0 ? [] : ["Of what had ended already:"]),
    ...listed,
    ...(rest > 0 ? [`  and ${rest} more, which --format json lists`] : []),
  ];
}

function count(conversations: number): string {
  return `${conversations} ${conversations === 1 ? "conversation" : "conversations"}`;
}

/** The same for programs; instants are ISO-8601. */
export function toSyncObject(report: SyncReport) {
  return {
    ...report,
    began: toIso(report.began),
    checkpoint: report.checkpoint === null ? null : toIso(report.checkpoint),
    changedFields: Object.fromEntries(report.changedFields),
    changes: report.changes.map((change) => ({ ...change, observedAt: toIso(change.observedAt) })),
  };
}
