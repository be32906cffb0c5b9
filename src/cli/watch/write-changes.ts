import type { LiveChange, LiveWatch } from "../../ask/watch-live.ts";
import type { Cli } from "../cli.ts";
import { toSafeText } from "../output/cell-text.ts";
import { toHumanInstant } from "../output/instant.ts";

/** Each change as a line, as it comes: for programs as JSON, for people in words. Until the watch ends, or nobody reads on. */
export async function writeChanges(
  watch: LiveWatch,
  { out, signal }: Pick<Cli, "out" | "signal">,
  toLine: (change: LiveChange) => string,
): Promise<void> {
  for await (const change of watch.changes()) {
    // Ctrl-C is how a watch ends; nothing has gone wrong then.
    if (signal.aborted || out.closed) return;
    await out.write(`${toLine(change)}\n`);
  }
}

/** `2026-03-10 10:00:03 changed connected voice Support, Ada Example 1111…`. */
export function describeChange({ change, at, after }: LiveChange, timeZone: string): string {
  const { liveState, mediaTypes, queues, participants, conversationId } = after;
  const workers = participants.filter(({ purpose, state }) => WORKERS.has(purpose) && state !== "disconnected");
  const words = [
    toHumanInstant(at, timeZone),
    change.padEnd(7),
    (change === "ended" ? "" : liveState).padEnd(9),
    mediaTypes.join(", ").padEnd(8),
    conversationId,
    [queues.at(-1)?.name ?? queues.at(-1)?.id, ...workers.map(({ name, userId }) => name ?? userId)]
      .filter((word) => word !== undefined && word !== null)
      .join(", "),
  ];
  return toSafeText(words.join("  ")).trimEnd();
}

const WORKERS = new Set(["agent", "user"]);
