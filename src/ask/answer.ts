import type { Clock } from "../base/effects.ts";
import type { Directory } from "../directory/directory.ts";
import type { NamedKind } from "../directory/find-named.ts";
import type { Sources } from "../sources/sources.ts";
import type { Store } from "../store/store.ts";

/** What questions are answered from. */
export interface AskWorld {
  sources: Sources;
  directory: Directory;
  findUser(text: string, signal?: AbortSignal): Promise<{ id: string; name?: string }>;
  findQueue(text: string, signal?: AbortSignal): Promise<{ id: string; name?: string }>;
  findNamed(kind: NamedKind, text: string, signal?: AbortSignal): Promise<{ id: string; name?: string }>;
  /** Throws `QUEUE_UNKNOWN` when no listing has the queue of this id; silent where that cannot be told. */
  requireQueue(id: string, signal?: AbortSignal): Promise<void>;
  /** The local copy; `null` where there is none, or why it can't be read now. */
  copy(): Promise<Copy>;
  clock: Clock;
  timeZone: string;
}

/** What there is of a local copy. */
export interface Copy {
  readonly store: Store | null;
  /** Why a copy that is there is not used. */
  readonly reason: string | null;
}

export interface AskContext {
  signal?: AbortSignal | undefined;
  /** What is under way, in words, for a progress line. */
  progress?: ((text: string) => void) | undefined;
  /** Told of each record that could not be read, as soon as it is met. */
  setAside?: ((record: SetAside) => void) | undefined;
  /** Of a history: where an earlier run of the same question had come to, as `reached` said. What began before is not read again. */
  resumeAt?: number | undefined;
  /** Of a history: told, once the rows before have been taken, that everything which began before an instant has been given. */
  reached?: ((instant: number) => void) | undefined;
}

/** A record that could not be read. The rest of the answer stands without it. */
export interface SetAside {
  conversationId: string | null;
  /** Where it stands in a file. */
  place: string | null;
  reason: string;
}

/** What there is to know about an answer beside its rows. It is final once the rows have been read to their end. */
export interface AnswerMeta {
  question: string;
  /** ISO-8601 UTC; `null` where the question has no range. */
  from: string | null;
  to: string | null;
  user: { id: string; name: string | null } | null;
  queue: { id: string; name: string | null } | null;
  /** Every filter in words, those of user and queue included. */
  filters: string[];
  complete: boolean;
  /** Why it is not complete. */
  reason: string | null;
  /** When the newest part of it was read. */
  asOf: string;
  rows: number;
  requestsUsed: number;
  /** How many records could not be read, and the first hundred of them. */
  setAsideCount: number;
  setAside: SetAside[];
  /** Things to know that don't make it incomplete: names that can't be read, oddities in records. */
  notes: string[];
}

export interface Answer<Row> {
  rows: AsyncIterable<Row>;
  meta: AnswerMeta;
}
