import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";

/** A PostgreSQL of one's own, with its defaults: what is committed is on disk. */
export interface Postgres extends AsyncDisposable {
  readonly client: Client;
  readonly version: string;
}

const DEBIAN = "/usr/lib/postgresql";
/** PostgreSQL refuses to run as root: then it runs as nobody. */
const AS = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Where PostgreSQL's programs are, on the path or where Debian has them; `null` when there are none. */
export function findPostgres(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
  const folders = [...versions, ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))) ?? null;
}

export async function startPostgres(programs: string): Promise<Postgres> {
  const home = await mkdtemp(join(tmpdir(), "nowthen-bench-postgres-"));
  if (AS.uid !== undefined) await chown(home, AS.uid, AS.gid);
  const data = join(home, "data");
  const made = spawnSync(join(programs, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"], {
    cwd: home,
    ...AS,
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${String(made.stderr)}`);
  const server = spawn(join(programs, "postgres"), ["-D", data, "-k", home, "-c", "listen_addresses="], {
    cwd: home,
    stdio: "ignore",
    ...AS,
  });
  const client = await connect(home);
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return {
    client,
    version: rows[0]?.server_version ?? "unknown",
    async [Symbol.asyncDispose]() {
      await client.end();
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function connect(host: string): Promise<Client> {
  for (let attempt = 1; ; attempt++) {
    const client = new Client({ host, user: "bench", database: "postgres" });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await pause(100);
    }
  }
}
