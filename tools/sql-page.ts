import { SQL_EXAMPLES, SQL_VIEWS } from "../src/app/local-copy.ts";

/** docs/sql.md: what can be asked of the local copy by SQL. */
export function describeSql(): string {
  const views = SQL_VIEWS.map(({ name, row, columns }) => {
    const rows = Object.entries(columns).map(
      ([column, meaning]) => `| \`${column}\` | ${meaning.replaceAll("|", "\\|")} |`,
    );
    return `## ${name}\n\nA row is ${row}.\n\n| column | meaning |\n|---|---|\n${rows.join("\n")}\n`;
  });
  const examples = SQL_EXAMPLES.map(({ asks, sql }) => `${asks}:\n\n\`\`\`sql\n${sql}\n\`\`\`\n`);
  return `# The local copy by SQL

<!-- Generated from the tables in the code by \`npm run docs\`. -->

\`nowthen sql "SELECT …"\` runs one statement of [DuckDB's SQL](https://duckdb.org/docs/stable/sql/introduction) on the local copy that
[sync](sync.md) keeps. It may only read, and reaches no other file. Without a statement it prints every column with its type; \`--file\` and \`-\`
take long ones. Names are the snake_case of Genesys' own; columns that are not explained here are Genesys' fields of that name. Durations are
milliseconds, instants are UTC. Figures are those of [metrics.md](metrics.md): the rules stand in one place, and SQL reads what they filled.

Filter by \`conversation_start\` where you can: rows lie in the order of time, so that a day is found without reading the others.

## Examples

${examples.join("\n")}
${views.join("\n")}`;
}
