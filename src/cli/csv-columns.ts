import type { LiveConversationView } from "../model/live-view.ts";
import { SUMMARY_FIELDS } from "../model/summary-fields.ts";
import type { TimelineEntry } from "../model/timeline.ts";

/** Columns of CSV output: the fields of a row in the order of the documentation, the same in every file. */
export const SUMMARY_CSV_COLUMNS = SUMMARY_FIELDS;

export const LIVE_CSV_COLUMNS = [
  ...SUMMARY_CSV_COLUMNS,
  "liveState",
  "participants",
] as const satisfies readonly (keyof LiveConversationView)[];

export const TIMELINE_CSV_COLUMNS = [
  "startedAt",
  "endedAt",
  "durationMs",
  "purpose",
  "name",
  "userId",
  "mediaType",
  "segmentType",
  "queueId",
  "queueName",
  "disconnectType",
  "wrapUpCode",
  "wrapUpCodeName",
  "wrapUpNote",
  "participantId",
  "sessionId",
] as const satisfies readonly (keyof TimelineEntry)[];
