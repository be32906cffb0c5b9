import { DAY_MS } from "../base/interval.ts";
import type { Directory, EntityKind } from "../directory/directory.ts";
import type { SyncRun } from "./sync-run.ts";

const KINDS: readonly EntityKind[] = ["user", "queue", "wrapUpCode", "division"];

/** Names of what stands in the copy by id, so that it can be read without asking anybody; read again when they are a day old. */
export async function refreshNames(run: SyncRun, directory: Directory): Promise<void> {
  const nameless = await run.store.nameless(run.began - DAY_MS);
  if (nameless.length === 0) return;
  run.progress(`${nameless.length} names`);
  const names: { kind: string; id: string; name: string | null }[] = [];
  for (const kind of KINDS) {
    const ids = nameless.filter((one) => one.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    await directory.load(kind, ids, run.signal);
    names.push(...ids.map((id) => ({ kind, id, name: directory.nameOf(kind, id) })));
  }
  await run.store.write({ records: [], names });
}
