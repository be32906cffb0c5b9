import type { RowFormat } from "./row-format.ts";
import { type TextSink, writeEach } from "./writer.ts";

/** A member of an object that is written piece by piece: rows as they come, or a value that is asked for in its turn. */
export type JsonMember =
  | { readonly key: string; readonly rows: AsyncIterable<unknown> }
  | { readonly key: string; readonly value: () => unknown };

/** One JSON array, readable to people, written element by element. */
export function createJsonFormat<Row>(): RowFormat<Row> {
  return {
    async write(rows, sink, before = 0) {
      const count = await writeArray(rows, sink, "", before);
      await sink.write("\n");
      await sink.flush();
      return count;
    },
  };
}

/**
 * Writes one JSON object with its members in the order given, each only when its turn comes: what `value` tells may
 * depend on the rows in front of it. Resolves with the number of rows.
 */
export async function writeJsonObject(members: readonly JsonMember[], sink: TextSink): Promise<number> {
  let count = 0;
  for (const [index, member] of members.entries()) {
    await sink.write(`${index === 0 ? "{\n" : ",\n"}  ${JSON.stringify(member.key)}: `);
    if ("rows" in member) count += await writeArray(member.rows, sink, "  ");
    else await sink.write(toJson(member.value(), "  "));
  }
  await sink.write(members.length === 0 ? "{}\n" : "\n}\n");
  await sink.flush();
  return count;
}

async function writeArray(rows: AsyncIterable<unknown>, sink: TextSink, indent: string, before = 0): Promise<number> {
  const inner = `${indent}  `;
  const count = await writeEach(rows, sink, (row, index) => {
    return `${before + index === 0 ? "[" : ","}\n${inner}${toJson(row, inner)}`;
  });
  await sink.write(before + count === 0 ? "[]" : `\n${indent}]`);
  return count;
}

/** Pretty JSON whose further lines are indented; a line's end within a string is escaped, so none is hit. */
function toJson(value: unknown, indent: string): string {
  return (JSON.stringify(value, null, 2) ?? "null").replaceAll("\n", `\n${indent}`);
}
