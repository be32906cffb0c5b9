import { isDeepStrictEqual } from "node:util";
import { isAppError } from "../../base/app-error.ts";
import type { Finality } from "../../model/conversation-summary.ts";
import type { Protection } from "../../model/privacy/create-protection.ts";
import { summarize } from "../../model/summarize.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { carryAttributes } from "../carry-attributes.ts";
import { type Account, compareVersions } from "../choose-version.ts";
import { type Change, listChanges } from "../describe-change.ts";
import type { ObservedRecord, UnreadableRecord } from "../store.ts";
import { type Row, toRow } from "../to-row.ts";
import type { KnownVersion } from "./known-versions.ts";
import type { StagedRow } from "./staging.ts";

/** What a batch comes to, before anything is written. */
export interface Decision {
  readonly added: readonly StagedRow[];
  /** New versions of what is known. */
  readonly replacing: readonly StagedRow[];
  readonly changes: readonly Change[];
  /** The same as is known, seen later: an account from in between must not replace it. */
  readonly confirmed: readonly Row[];
  readonly unchanged: number;
  readonly outdated: number;
}

export interface Prepared {
  /** Each conversation once. */
  readonly rows: readonly Row[];
  readonly unreadable: readonly UnreadableRecord[];
}

/** Reads the records of a batch; of several accounts of one conversation, the one that stands. */
export function prepareRecords(records: readonly ObservedRecord[], protect: Protection): Prepared {
  const rows = new Map<string, Row>();
  const unreadable: UnreadableRecord[] = [];
  for (const observed of records) {
    const row = readRow(observed, protect, unreadable);
    if (row === null) continue;
    const other = rows.get(row.conversationId);
    rows.set(row.conversationId, other === undefined ? row : joinAccounts(row, toAccount(other), protect).row);
  }
  return { rows: [...rows.values()], unreadable };
}

function readRow(observed: ObservedRecord, protect: Protection, unreadable: UnreadableRecord[]): Row | null {
  try {
    return toRow(observed, protect);
  } catch (error) {
    if (!isAppError(error) || error.kind !== "input") throw error;
    const { conversationId } = error.details;
    unreadable.push({
      conversationId: typeof conversationId === "string" ? conversationId : null,
      reason: error.message,
    });
    return null;
  }
}

/** Holds each row against what is known of its conversation. `details` has the texts of those that differ. */
export function decideBatch(
  rows: readonly Row[],
  known: ReadonlyMap<string, KnownVersion>,
  details: ReadonlyMap<string, string>,
  protect: Protection,
): Decision {
  const added: StagedRow[] = [];
  const replacing: StagedRow[] = [];
  const changes: Change[] = [];
  const confirmed: Row[] = [];
  let unchanged = 0;
  let outdated = 0;
  for (const row of rows) {
    const before = known.get(row.conversationId);
    const detail = details.get(row.conversationId);
    if (before === undefined) added.push(stage(row, 1, row.summary.provenance.finality));
    else if (before.payloadHash === row.payloadHash || detail === undefined) {
      unchanged += 1;
      if (compareVersions(row, before) > 0) confirmed.push(row);
    } else {
      const record = JSON.parse(detail) as AnalyticsConversation;
      const joined = joinAccounts(row, { ...before, record }, protect);
      if (!isDeepStrictEqual(joined.row.record, record)) {
        const next = stage(joined.row, before.revision + 1, toFinality(joined.row), joined.attributesAt);
        replacing.push(next);
        changes.push(describe(before, record, next));
      } else if (joined.isNewer) {
        unchanged += 1;
        confirmed.push(row);
      } else outdated += 1;
    }
  }
  return { added, replacing, changes, confirmed, unchanged, outdated };
}

interface StoredAccount extends Account, Pick<KnownVersion, "attributesAt"> {
  readonly record: AnalyticsConversation;
}

interface Joined {
  readonly row: Row;
  readonly isNewer: boolean;
  readonly attributesAt: number | null;
}

/** The account that stands, with the attributes of the one that has the newer ones: only details jobs tell attributes. */
function joinAccounts(row: Row, other: StoredAccount, protect: Protection): Joined {
  const isNewer = compareVersions(row, other) > 0;
  const own = row.hasAttributes ? row.observedAt : null;
  const attributesAt = Math.max(own ?? Number.NEGATIVE_INFINITY, other.attributesAt ?? Number.NEGATIVE_INFINITY);
  const from = own !== null && own === attributesAt ? row.record : other.record;
  const base = isNewer ? row : { record: other.record, source: other.source, observedAt: other.observedAt };
  const record = attributesAt === Number.NEGATIVE_INFINITY ? base.record : carryAttributes(base.record, from);
  return {
    // What is carried over may have been kept under a milder policy.
    row: record === row.record ? row : toRow({ ...base, record }, protect),
    isNewer,
    attributesAt: Number.isFinite(attributesAt) ? attributesAt : null,
  };
}

function toAccount(row: Row): StoredAccount {
  return { ...row, attributesAt: row.hasAttributes ? row.observedAt : null };
}

/** What has just changed is not settled, however long ago it ended. */
function toFinality({ summary }: Row): Finality {
  return summary.provenance.finality === "live" ? "live" : "recent";
}

function stage(
  row: Row,
  revision: number,
  finality: Finality,
  attributesAt = row.hasAttributes ? row.observedAt : null,
): StagedRow {
  return { row, revision, finality, attributesAt };
}

function describe(before: KnownVersion, record: AnalyticsConversation, { row, revision }: StagedRow): Change {
  const { summary } = summarize(record, before);
  return {
    conversationId: row.conversationId,
    revision,
    source: row.source,
    observedAt: row.observedAt,
    isLate: before.isOver,
    fields: listChanges({ summary, record }, row),
  };
}
