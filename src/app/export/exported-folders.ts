import type { Store } from "../../store/store.ts";

/** Under which names a store remembers its id, and where it was exported to. */
const ID = "store.id";
const FOLDERS = "exports";

/** An id that the store keeps: tells whose an export is, wherever the store is moved. */
export async function identifyStore(store: Store, uuid: () => string): Promise<string> {
  const known = await store.recall(ID);
  if (known !== null) return known;
  const id = uuid();
  await store.write({ records: [], remember: { [ID]: id } });
  return id;
}

/** Remembered before the first file is written, so that what is forgotten later is found there. */
export async function rememberFolder(store: Store, folder: string): Promise<void> {
  const folders = await recallFolders(store);
  if (folders.includes(folder)) return;
  await store.write({ records: [], remember: { [FOLDERS]: JSON.stringify([...folders, folder].sort()) } });
}

/** Every folder that the store was ever exported to. */
export async function recallFolders(store: Store): Promise<string[]> {
  const folders: unknown = JSON.parse((await store.recall(FOLDERS)) ?? "[]");
  return Array.isArray(folders) ? folders.filter((folder) => typeof folder === "string") : [];
}
