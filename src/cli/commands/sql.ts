import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { type LocalCopy, SQL_EXAMPLES, SQL_VIEWS } from "../../app/local-copy.ts";
import { AppError } from "../../base/app-error.ts";
import type { Cli } from "../cli.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { addLocalCopyAction } from "../local-copy-command.ts";
import { NO_VALUE } from "../output/cell-text.ts";
import { printRows } from "../print-answer.ts";

type Row = Record<string, unknown>;

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("sql")
    .argument("[statement]", "One SELECT; - reads it from standard input. Without one, the schema is printed.")
    .summary("Ask the local copy by SQL, read-only")
    .description(
      "Runs one statement of DuckDB's SQL, which may only read, on the views conversations, participants, sessions, segments, metrics, attributes, " +
        "evaluations, surveys, details, versions, slices and names (docs/sql.md). Asks no organisation.",
    )
    .option("--file <path>", "Read the statement from a file");
  addFormatFlag(command);
  addLocalCopyAction(command, cli, async (copy, flags, _config, given) => {
    const statement = await readStatement(cli, given[0], flags["file"]);
    const format = readFormat(flags);
    if (statement === null) return describeSchema(copy, cli);
    const { columns, rows } = await copy.sql(statement, cli.signal);
    const names = columns.map(({ name }) => name);
    await printRows(toObjects(rows, names), cli, format, {
      columns: names.map((name) => ({
        header: name,
        value: (row: Row) => toCell(row[name]),
        minWidth: 6,
        priority: 1,
      })),
      csvColumns: names,
      empty: "No rows.",
    });
  });
}

async function readStatement(cli: Cli, given: unknown, file: unknown): Promise<string | null> {
  if (typeof file === "string") return readStatementFile(file);
  if (given === "-") return text(cli.stdin);
  return typeof given === "string" && given.trim() !== "" ? given : null;
}

async function readStatementFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError({
    kind: "input",
    code: "FILE_UNREADABLE",
    message: `Reading the statement from ${file} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Name a readable text file, or give the statement itself.",
    cause,
  });
}

async function* toObjects(
  runs: AsyncIterable<readonly (readonly unknown[])[]>,
  names: readonly string[],
): AsyncGenerator<Row, void, undefined> {
  for await (const run of runs)
    for (const values of run) yield Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
}

function toCell(value: unknown): string | number {
  if (value === null || value === undefined) return NO_VALUE;
  if (typeof value === "number") return value;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(toCell).join(", ") : JSON.stringify(value);
}

/** Views and columns with their types as they are in this store, and examples. */
async function describeSchema(copy: LocalCopy, cli: Cli): Promise<void> {
  for (const { name, row, columns } of SQL_VIEWS) {
    await cli.out.write(`${name}: ${row}\n`);
    const described = await copy.sql(`SELECT column_name, column_type FROM (DESCRIBE ${name})`, cli.signal);
    for await (const run of described.rows)
      for (const [column, type] of run) {
        const meaning = columns[String(column)];
        const kind = String(type).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ");
        await cli.out.write(`  ${String(column)} ${kind}${meaning === undefined ? "" : `: ${meaning}`}\n`);
      }
    await cli.out.write("\n");
  }
  await cli.out.write("Examples:\n");
  for (const { asks, sql } of SQL_EXAMPLES.slice(0, 3)) await cli.out.write(`\n-- ${asks}\n${sql}\n`);
}
