import { AppError } from "../../base/app-error.ts";
import type { Database } from "./database.ts";
import { readProperty, writeProperty } from "./ledger.ts";
import { MIGRATIONS } from "./migrations.ts";
import { createViews } from "./views.ts";

const SCHEMA_VERSION = "schema_version";

/** Brings a store to the present schema, in one transaction. Throws `STORE_NEWER` (storage). */
export async function migrate(database: Database): Promise<void> {
  const version = await readVersion(database);
  if (version > MIGRATIONS.length) throw newer(database.path, version);
  await database.transaction(async () => {
    for (const step of MIGRATIONS.slice(version))
      for (const statement of step) await database.run(statement, "bringing the store's tables up to date");
    if (version < MIGRATIONS.length) await writeProperty(database, SCHEMA_VERSION, String(MIGRATIONS.length));
    for (const statement of createViews()) await database.run(statement, "creating the store's views");
  });
}

/** 0: nothing is there yet. */
async function readVersion(database: Database): Promise<number> {
  const tables = await database.rows<{ name: string }>(
    "SELECT table_name AS name FROM duckdb_tables() WHERE table_name = 'property' AND database_name = current_database()",
    "looking what the store holds",
  );
  if (tables.length === 0) return 0;
  return Number((await readProperty(database, SCHEMA_VERSION)) ?? 0);
}

function newer(path: string, version: number): AppError {
  return new AppError({
    kind: "storage",
    code: "STORE_NEWER",
    message: `The store ${path} was written by a newer nowthen: its tables have version ${version}, this one knows ${MIGRATIONS.length}.`,
    hint: "Update nowthen, or name another store with --store. Nothing was changed.",
    details: { version },
  });
}
