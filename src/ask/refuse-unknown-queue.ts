import type { AskContext, AskWorld } from "./answer.ts";
import type { SelectedParties } from "./select-filters.ts";

/**
 * An answer without any conversation may be that of a mistyped id, so only then is it asked whether the queue exists: deleted queues
 * stand in no listing, but in conversations. Throws `QUEUE_UNKNOWN` (not-found).
 */
export async function refuseUnknownQueue(
  world: AskWorld,
  { queue }: SelectedParties,
  { signal }: AskContext,
): Promise<void> {
  // A queue whose name is known was looked up.
  if (queue !== null && queue.name === null) await world.requireQueue(queue.id, signal);
}

/** Passes rows on; refuses at their end when there were none and the queue is unknown. */
export async function* orRefuseQueue<Row>(
  rows: AsyncIterable<Row>,
  world: AskWorld,
  parties: SelectedParties,
  context: AskContext,
): AsyncGenerator<Row> {
  let found = false;
  for await (const row of rows) {
    found = true;
    yield row;
  }
  if (!found) await refuseUnknownQueue(world, parties, context);
}
