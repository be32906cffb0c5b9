import type { StoredName } from "../store.ts";
import type { Database } from "./database.ts";
import { instant } from "./write-rows.ts";

/** A name of the same kind and id is replaced. */
export async function writeNames(database: Database, names: readonly StoredName[], now: number): Promise<void> {
  const values = [JSON.stringify(names)];
  const given = `(SELECT unnest(from_json(?::JSON, '[{"kind": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR"}]'), recursive := true))`;
  await database.run(
    `DELETE FROM name WHERE (kind, id) IN (SELECT (kind, id) FROM ${given})`,
    "replacing names",
    values,
  );
  await database.run(`INSERT INTO name SELECT kind, id, name, ${instant(now)} FROM ${given}`, "writing names", values);
}

export async function readNames(database: Database): Promise<StoredName[]> {
  return database.rows<StoredName>("SELECT kind, id, name FROM name ORDER BY kind, id", "reading names");
}

/** Ids in conversations whose names are not known, or were read before an instant. */
export async function readNameless(
  database: Database,
  readBefore: number,
): Promise<{ readonly kind: string; readonly id: string }[]> {
  return database.rows(
    `SELECT used.kind, used.id FROM (
       SELECT DISTINCT 'user' AS kind, unnest(user_ids) AS id FROM conversation
       UNION SELECT DISTINCT 'queue', unnest(queue_ids) FROM conversation
       UNION SELECT DISTINCT 'wrapUpCode', unnest(wrap_up_codes) FROM conversation
       UNION SELECT DISTINCT 'division', unnest(division_ids) FROM conversation
     ) used ANTI JOIN (SELECT kind, id FROM name WHERE fetched_at >= ${instant(readBefore)}) fresh USING (kind, id)
     WHERE used.id IS NOT NULL ORDER BY ALL`,
    "looking for names that are not known",
  );
}
