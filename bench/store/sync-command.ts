import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { DAY_MS, toIso } from "../../src/base/interval.ts";
import { PER_DAY } from "./million.ts";
import { endOfDays, type Workplace } from "./workplace.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const USAGE = new URL("../history/report-usage.mjs", import.meta.url).href;

export interface Synced {
  readonly conversations: number;
  readonly requests: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
}

/** Runs `nowthen sync` of the last so many of the 50 days into a folder, as its users do: a process, from its start to its end. */
export async function runSyncCommand(port: number, workplace: Workplace, days: number, store: string): Promise<Synced> {
  const url = `http://127.0.0.1:${port}`;
  const env = {
    GENESYS_CLOUD_LOGIN_URL: url,
    GENESYS_CLOUD_API_URL: url,
    GENESYSCLOUD_ACCESS_TOKEN: "bench",
    HOME: "/nonexistent",
  };
  const since = toIso(endOfDays(workplace) - days * DAY_MS);
  const args = ["sync", "--since", since, "--settle", "none", "--store", store, "--format", "json"];
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", USAGE, MAIN, ...args, "--cache-folder", "none"], {
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const { stdout, stderr } = child;
  const usage = child.stdio[3];
  if (stdout === null || stderr === null || usage === null || usage === undefined || !("setEncoding" in usage))
    throw new Error("no pipe to the command");
  const [said, printed, complaints, [code]] = await Promise.all([
    text(usage),
    text(stdout),
    text(stderr),
    once(child, "exit"),
  ]);
  const wallSeconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`nowthen ${args.join(" ")} ended with ${String(code)}: ${complaints}`);
  const { added, requestsUsed } = JSON.parse(printed) as { added: number; requestsUsed: number };
  if (added !== days * PER_DAY) throw new Error(`${added} conversations were added, not ${days * PER_DAY}`);
  const used = JSON.parse(said) as Pick<Synced, "cpuSeconds" | "peakRssMb">;
  return { conversations: added, requests: requestsUsed, wallSeconds, ...used };
}
