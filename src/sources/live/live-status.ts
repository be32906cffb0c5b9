import type { StreamStatus } from "../../stream/open-stream.ts";
import type { RefusedTopic } from "../../stream/stream-message.ts";
import type { LiveGap } from "./gap-ledger.ts";

/** How complete and how fresh it is. */
export interface LiveStatus {
  /** Everything until then is known; epoch milliseconds. Behind now while a gap is open or being refilled. */
  readonly asOf: number;
  /** The latest hundred. */
  readonly gaps: readonly LiveGap[];
  readonly refused: readonly RefusedTopic[];
  /** Events and records that could not be read, and were set aside. */
  readonly unreadable: number;
  /** Why some conversations are seen later than others, or none by events; `null` when all is well. */
  readonly reason: string | null;
  /** `null` when there is no stream. */
  readonly stream: StreamStatus | null;
}

export function describeRefused(refused: readonly RefusedTopic[]): string[] {
  if (refused.length === 0) return [];
  const missing = new Set(refused.flatMap(({ missingPermissions }) => missingPermissions));
  const why = missing.size === 0 ? "" : ` (${[...missing].join(", ")} is missing)`;
  return [`${refused.length} topics are refused${why}: their conversations are seen by asking`];
}
