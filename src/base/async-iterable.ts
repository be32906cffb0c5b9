/** A list for readers who expect rows to arrive. */
export async function* toAsyncIterable<T>(rows: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* rows;
}
