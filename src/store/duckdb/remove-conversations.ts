import type { Database } from "./database.ts";
import { amongIds } from "./write-rows.ts";

/** Removes conversations with all their versions, in one transaction; says how many were there. */
export async function removeConversations(database: Database, ids: readonly string[]): Promise<number> {
  return database.transaction(() => deleteConversations(database, ids));
}

/** The same within the caller's transaction. */
export async function deleteConversations(database: Database, ids: readonly string[]): Promise<number> {
  const values = [JSON.stringify(ids)];
  await database.run(`DELETE FROM version WHERE ${amongIds()}`, "forgetting earlier versions", values);
  await database.run(`DELETE FROM metric WHERE ${amongIds()}`, "forgetting metrics", values);
  return database.run(`DELETE FROM conversation WHERE ${amongIds()}`, "forgetting conversations", values);
}
