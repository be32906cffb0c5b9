import { openEncodedInput, refuseEncoding } from "./input-encoding.ts";
import type { ReadRecord } from "./read-record.ts";
import { RecordSplitter, SPLITTER_LIMITS, type SplitterLimits } from "./record-splitter.ts";

export { describePlace, type ReadRecord } from "./read-record.ts";

/**
 * Conversation detail records from bytes, in constant memory whatever the input's size.
 *
 * Accepts one record, a list of records, responses of the API (`{"conversations": […], "totalHits": …}`, several behind
 * one another too) and one value a line; UTF-8 with or without a byte order mark; gzip is recognised by its first bytes.
 * What is no record, or broken, comes as a problem with its place and the next one goes on. Objects are not judged here:
 * one without a `conversationId` is handed on. An empty input, and a response without conversations, give nothing.
 *
 * The bytes of a chunk must not change after it was given. Errors of the input itself are thrown as they are.
 */
export async function* readRecords(
  input: AsyncIterable<Uint8Array>,
  origin: string,
  limits: SplitterLimits = SPLITTER_LIMITS,
): AsyncGenerator<ReadRecord, void, undefined> {
  const { head, bytes, damage } = await openEncodedInput(input);
  const refusal = refuseEncoding(head);
  if (refusal !== undefined) {
    yield { kind: "problem", reason: refusal, place: { origin, line: 1, record: 1, offset: 0 } };
    return;
  }
  const splitter = new RecordSplitter(origin, limits);
  for await (const chunk of bytes) yield* splitter.push(chunk);
  yield* splitter.end(damage());
}
