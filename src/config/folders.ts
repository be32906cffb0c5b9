import { homedir } from "node:os";
import { join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Folders of nowthen by the XDG base directory specification; Windows keeps all under its local application data. */
export function findFolders(env: Environment): { config: string; cache: string; data: string; home: string } {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const local = env["LOCALAPPDATA"];
  const config = env["XDG_CONFIG_HOME"] ?? local ?? join(home, ".config");
  const cache = env["XDG_CACHE_HOME"] ?? local ?? join(home, ".cache");
  const data = env["XDG_DATA_HOME"] ?? local ?? join(home, ".local", "share");
  return { config: join(config, "nowthen"), cache: join(cache, "nowthen"), data: join(data, "nowthen"), home };
}
