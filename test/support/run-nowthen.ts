import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Simulator } from "../../src/simulator/index.ts";

export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string | Buffer;
  folder?: string;
}

/** A home folder of its own, so that no test meets another's tokens or profiles. */
export function createHome(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), "nowthen-e2e-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the built command line with nothing of this process's environment but what it needs to run. */
export function startNowthen(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: options.folder ?? tmpdir(),
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", TZ: "UTC", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

export async function runNowthen(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = startNowthen(args, options);
  const output = collect(child);
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...output() };
}

export function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  child.stdout?.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  return () => ({
    stdout: Buffer.concat(chunks.stdout).toString("utf8"),
    stderr: Buffer.concat(chunks.stderr).toString("utf8"),
  });
}

/** The environment that points nowthen at a simulator. */
export function pointAt(
  simulator: Pick<Simulator, "url" | "clientId" | "clientSecret">,
  home: string,
): Record<string, string> {
  return {
    HOME: home,
    GENESYS_CLOUD_LOGIN_URL: simulator.url,
    GENESYS_CLOUD_API_URL: simulator.url,
    GENESYS_CLOUD_CLIENT_ID: simulator.clientId,
    GENESYS_CLOUD_CLIENT_SECRET: simulator.clientSecret,
  };
}

/** The rows of NDJSON output. */
export function parseLines<T>(text: string): T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
