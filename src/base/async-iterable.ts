/** A list for readers who expect rows to arrive. */
export async function* toAsyncIterable<T>(rows: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* rows;
}

export async function* mapAsync<A, B>(items: AsyncIterable<A>, change: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield change(item);
}
