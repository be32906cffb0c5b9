import type { AnswerMeta } from "./answer.ts";

/** Passes rows on and counts them in the meta data. */
export async function* countRows<Row>(rows: AsyncIterable<Row>, meta: AnswerMeta): AsyncGenerator<Row> {
  for await (const row of rows) {
    meta.rows += 1;
    yield row;
  }
}
