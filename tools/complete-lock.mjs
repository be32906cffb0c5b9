// Adds to package-lock.json the optional packages of other platforms that a registry mirror did not have when the lock was
// written. Without their entries `npm ci` calls the lock out of step, although nobody on this platform needs them.
import { readFile, writeFile } from "node:fs/promises";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(await readFile(path, "utf8"));

/** What a name such as `@scope/tool-linux-x64-musl` says of the platform that it is for. */
function toPlatform(name) {
  const words = name.split("/").at(-1).split("-");
  const find = (known) => known.filter((word) => words.includes(word));
  const os = find([
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ]);
  const cpu = find(["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"]);
  return { ...(cpu.length > 0 ? { cpu } : {}), ...(os.length > 0 ? { os } : {}) };
}

const added = {};
for (const entry of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] !== undefined) continue;
    const flags = entry.dev === true ? { dev: true } : {};
    added[key] = { version: range.replace(/^[\^~>=]+/, ""), ...toPlatform(name), ...flags, optional: true };
  }
}
const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(packages);
for (const entry of Object.values(lock.packages)) delete entry.resolved;
await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${Object.keys(added).length} packages of other platforms added\n`);
