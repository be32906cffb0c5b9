import type { Interval } from "../base/interval.ts";
import type { ConversationState, ConversationSummary, Finality, Source } from "../model/conversation-summary.ts";
import type { Protection } from "../model/privacy/create-protection.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { Change } from "./describe-change.ts";
import type { NewSlice, Slice } from "./slice.ts";

/** A record as a source gave it. */
export interface ObservedRecord {
  readonly record: unknown;
  readonly source: Source;
  /** Until when what it says is known to have been so, epoch milliseconds: of a job, the lake's own time. */
  readonly observedAt: number;
}

/**
 * Decides, when a store is opened, what it may keep of a record, from what earlier openings have remembered there under a name; and what
 * later ones are to know.
 */
export type ChoosePrivacy = (
  recall: (name: string) => Promise<string | null>,
) => Promise<{ readonly protect: Protection; readonly remember: Readonly<Record<string, string>> }>;

/** What belongs together: all of it is in the store afterwards, or nothing. */
export interface Batch {
  readonly records: readonly ObservedRecord[];
  /** What has been read to its end with it; a slice that begins at the same instant, of the same pass, is replaced. */
  readonly slices?: readonly NewSlice[];
  /** Everything before has been read; never goes back. */
  readonly checkpoint?: number;
  /** Conversations that began in the interval and ended before an instant count as settled from now on, but for some. */
  readonly settle?: readonly Settling[];
  /** Conversations that count as settled from now on, by id. */
  readonly settleIds?: readonly string[];
  readonly names?: readonly StoredName[];
  /** What a later run is to know, by name. */
  readonly remember?: Readonly<Record<string, string>>;
  /** Conversations that are gone at Genesys: removed with all their versions. */
  readonly remove?: readonly string[];
  /**
   * It may be committed together with batches that follow, for speed: in some seconds, with the next batch that may not wait, or when the store
   * is closed. Until then it is not to be seen. Some of its records may get there before the rest of it.
   */
  readonly mayWait?: boolean;
}

/** The name of a user, a queue, a wrap-up code …; `null` where nobody knows one. */
export interface StoredName {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

export interface Settling {
  readonly interval: Interval;
  readonly endedBefore: number;
  /** Ids of what has just changed. */
  readonly except: readonly string[];
}

export interface UnreadableRecord {
  readonly conversationId: string | null;
  readonly reason: string;
}

/** What a batch has done. Counts are conversations. */
export interface WriteOutcome {
  readonly added: number;
  readonly changed: number;
  /** Known already, word for word. */
  readonly unchanged: number;
  /** Older than what is known. */
  readonly outdated: number;
  readonly removed: number;
  readonly unreadable: readonly UnreadableRecord[];
  /** How each of the changed ones differs from what was there. */
  readonly changes: readonly Change[];
}

export interface KnownConversation {
  readonly conversationId: string;
  readonly startedAt: number | null;
  readonly observedAt: number;
  readonly source: Source;
}

/** The current version of one conversation. */
export interface StoredConversation {
  readonly summary: ConversationSummary;
  /** As it came, unknown fields included. */
  readonly record: AnalyticsConversation;
}

/** A version that another one has replaced. */
export interface SupersededVersion {
  readonly revision: number;
  readonly source: Source;
  readonly observedAt: number;
  readonly finality: Finality;
  readonly payloadHash: string;
  readonly supersededAt: number;
  readonly record: AnalyticsConversation;
}

export interface Selection {
  /** In which the conversation began; absent: whenever, and where nobody knows when. */
  readonly interval?: Interval;
  /** Only conversations of one of these finalities. */
  readonly finality?: readonly Finality[];
  readonly ids?: readonly string[];
  /** Only conversations that ended at or after this instant, or have not ended. */
  readonly aliveSince?: number;
  /** Only conversations of which nobody knows when they began. */
  readonly startless?: true;
}

/** What a row of a page must have, by the meaning that the details query gives to it; `not`: must not have. */
export type RowCondition =
  | {
      readonly kind: "value";
      readonly field:
        | "user"
        | "queue"
        | "skill"
        | "mediaType"
        | "direction"
        | "wrapUpCode"
        | "division"
        | "disconnectType"
        | "ani"
        | "dnis";
      readonly values: readonly string[];
      readonly not: boolean;
    }
  | { readonly kind: "attribute"; readonly name: string; readonly value: string | null; readonly not: boolean }
  | { readonly kind: "duration"; readonly minMs: number | null; readonly maxMs: number | null };

export const PAGE_SORTS = [
  "startedAt",
  "endedAt",
  "durationMs",
  "answeredWaitMs",
  "acdMs",
  "talkMs",
  "heldMs",
  "acwMs",
  "handleMs",
] as const;

/** Some of the rows that meet every condition. */
export interface PageNeed {
  /** In which they began. */
  readonly interval: Interval;
  /** `null`: in any. */
  readonly states: readonly ConversationState[] | null;
  readonly conditions: readonly RowCondition[];
  readonly sort: { readonly by: (typeof PAGE_SORTS)[number]; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
}

export interface ConversationPage {
  /** Of all pages. */
  readonly total: number;
  readonly rows: readonly ConversationSummary[];
}

/** The tables that can be written as Parquet: views that SQL has under the same names. */
export const PARQUET_TABLES = [
  "conversations",
  "participants",
  "sessions",
  "segments",
  "metrics",
  "attributes",
] as const;

export type ParquetTable = (typeof PARQUET_TABLES)[number];

/** What began on one UTC day, as it is in the store now. */
export interface StoredDay {
  /** Its midnight, epoch milliseconds; `null` for conversations of which nobody knows when they began. */
  readonly from: number | null;
  readonly conversations: number;
  /** Changes when a record does. */
  readonly recordsHash: string;
  /** Changes when anything about a conversation does: also its source, its finality, or as of when it is. */
  readonly accountsHash: string;
}

/** Rows of an answer to SQL. Values are as JSON has them: instants as ISO-8601 text, integers beyond 2^53 as text. */
export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: AsyncGenerator<readonly (readonly unknown[])[], void, undefined>;
}

/** By what emissions are grouped and narrowed: Genesys' dimensions of a session, and the conversation's divisions. */
export type EmissionDimension =
  | "queueId"
  | "userId"
  | "mediaType"
  | "originatingDirection"
  | "wrapUpCode"
  | "divisionId";

/** What is counted of what conversations have emitted. */
export interface EmissionNeed {
  /** Next to each other, oldest first. */
  readonly buckets: readonly Interval[];
  readonly groupBy: readonly EmissionDimension[];
  readonly metrics: readonly string[];
  /** All of them have to be met by the same session. */
  readonly filters: readonly { readonly dimension: EmissionDimension; readonly values: readonly string[] }[];
  /** Shares such as 0.95, by nearest rank. */
  readonly quantiles: readonly number[];
}

/** Whose times of being at work on conversations are wanted. */
export interface SpanNeed {
  readonly interval: Interval;
  readonly groupBy: readonly Exclude<EmissionDimension, "wrapUpCode" | "divisionId">[];
  readonly filters: EmissionNeed["filters"];
  /** Until when what is open has lasted, epoch milliseconds. */
  readonly now: number;
}

/** From when to when a conversation was at work in a group, `[from, to)`, epoch milliseconds. */
export interface Span {
  readonly group: readonly (string | null)[];
  readonly from: number;
  readonly to: number;
}

/** One metric in one group and bucket. */
export interface EmissionCell {
  /** Which of the buckets. */
  readonly bucket: number;
  readonly metric: string;
  /** `null` where a session has no value. */
  readonly group: readonly (string | null)[];
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly quantiles: readonly number[];
}

export interface StoreStatus {
  readonly path: string;
  readonly conversations: number;
  readonly byFinality: Readonly<Record<Finality, number>>;
  /** Superseded versions that are kept. */
  readonly versions: number;
  readonly earliestStart: number | null;
  readonly latestStart: number | null;
  readonly checkpoint: number | null;
  readonly bytes: number;
  readonly schemaVersion: number;
}

/**
 * A local copy in which every conversation is, once: the port that `sync` writes to and `ask` reads from. Errors are of kind `storage`,
 * those of a person's SQL of kind `input`.
 */
export interface Store extends AsyncDisposable {
  readonly path: string;
  /** Not where another process has it, and answers for it: whatever would write throws `STORE_BUSY`. */
  readonly isWritable: boolean;
  /**
   * Writes all of a batch, or nothing. Batches are written one after the other, in the order of the calls; one that waits for another
   * that fails is not written either, and fails as that did.
   */
  write(batch: Batch): Promise<WriteOutcome>;
  /** Current versions by start, oldest first, in runs of some hundreds. */
  summaries(
    selection: Selection,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly ConversationSummary[], void, undefined>;
  conversations(
    selection: Selection,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly StoredConversation[], void, undefined>;
  /** Some rows of a selection in any order, and how many it has. */
  page(need: PageNeed): Promise<ConversationPage>;
  one(conversationId: string): Promise<StoredConversation | null>;
  /** Newest first. */
  versions(conversationId: string): Promise<readonly SupersededVersion[]>;
  /** What has no end yet, oldest first. */
  open(): Promise<readonly KnownConversation[]>;
  /** What ended before an instant and has not settled, oldest first. */
  unsettled(endedBefore: number): Promise<readonly KnownConversation[]>;
  /** Ids of what began in an interval. */
  ids(interval: Interval): Promise<readonly string[]>;
  /** All that has been read, by start of the interval. */
  slices(): Promise<readonly Slice[]>;
  checkpoint(): Promise<number | null>;
  /** What an earlier run has remembered under a name. */
  recall(name: string): Promise<string | null>;
  names(): Promise<readonly StoredName[]>;
  /** Ids in conversations whose names are not known, or were read before an instant. */
  nameless(readBefore: number): Promise<readonly { readonly kind: string; readonly id: string }[]>;
  status(): Promise<StoreStatus>;
  /** Numbers of what was emitted in buckets, whenever the conversations began; cells in no order. */
  countEmissions(need: EmissionNeed): Promise<readonly EmissionCell[]>;
  /**
   * A span for each conversation and group: from its first to its last segment there. Legs of customers and of people outside are left out: a
   * consult that was never hung up lasts for weeks.
   */
  spans(need: SpanNeed): AsyncGenerator<readonly Span[], void, undefined>;
  /** One statement that only reads; anything else is refused with `SQL_NOT_READING` (input). */
  sql(statement: string, signal?: AbortSignal): Promise<SqlAnswer>;
  /** Drops superseded versions that were replaced before an instant; says how many. */
  pruneVersions(before: number): Promise<number>;
  /** Records, superseded ones too, in which one of some texts stands, whatever its case. */
  search(
    texts: readonly string[],
    signal?: AbortSignal,
  ): AsyncGenerator<readonly AnalyticsConversation[], void, undefined>;
  /** Oldest first; what has no start comes last. */
  days(): Promise<readonly StoredDay[]>;
  /** Writes what a table has of a UTC day (`null`: of no known one) to a file; says how many rows. Throws `OUTPUT_FAILED` (storage) too. */
  writeParquet(table: ParquetTable, day: number | null, file: string, signal?: AbortSignal): Promise<number>;
  /** Removes conversations with all their versions, and never takes them again; says how many conversations. */
  forget(conversationIds: readonly string[]): Promise<number>;
  /** Takes forgotten conversations again when they come. */
  allowAgain(conversationIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
