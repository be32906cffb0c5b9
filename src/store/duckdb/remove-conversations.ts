import { hash } from "node:crypto";
import type { Database } from "./database.ts";
import { amongIds, instant } from "./write-rows.ts";

/** Removes conversations with all their versions for good, in one transaction; says how many were there. */
export async function forgetConversations(database: Database, ids: readonly string[], now: number): Promise<number> {
  return database.transaction(async () => {
    const removed = await deleteConversations(database, ids);
    await deleteForgotten(database, ids);
    await database.run(
      `INSERT INTO forgotten SELECT unnest(from_json(?::JSON, '["VARCHAR"]')), ${instant(now)}`,
      "remembering what is forgotten",
      [JSON.stringify(ids.map(toIdHash))],
    );
    return removed;
  });
}

export async function deleteForgotten(database: Database, ids: readonly string[]): Promise<void> {
  await database.run(
    `DELETE FROM forgotten WHERE id_hash IN (SELECT unnest(from_json(?::JSON, '["VARCHAR"]')))`,
    "taking forgotten conversations again",
    [JSON.stringify(ids.map(toIdHash))],
  );
}

/** Fingerprints of what is not to be taken again. */
export async function readForgotten(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ hash: string }>(
    "SELECT id_hash AS hash FROM forgotten",
    "reading what is forgotten",
  );
  return new Set(rows.map((row) => row.hash));
}

/** Tells whether an id is meant, without telling the id. */
export function toIdHash(conversationId: string): string {
  return hash("sha256", `nowthen forgot ${conversationId}`, "base64url");
}

/** Removes conversations with all their versions within the caller's transaction; says how many were there. */
export async function deleteConversations(database: Database, ids: readonly string[]): Promise<number> {
  const values = [JSON.stringify(ids)];
  await database.run(`DELETE FROM version WHERE ${amongIds()}`, "forgetting earlier versions", values);
  await database.run(`DELETE FROM metric WHERE ${amongIds()}`, "forgetting metrics", values);
  return database.run(`DELETE FROM conversation WHERE ${amongIds()}`, "forgetting conversations", values);
}
