import { readFileSync } from "node:fs";

/** The package's version. Read rather than imported: JSON modules cost a warning on Node 20. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}
