import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const REPORTER = new URL("./report-and-end.mjs", import.meta.url).href;

/** What a process had used of the machine by some time on its own clock. */
export interface Usage {
  readonly at: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** A command that runs until it is stopped. */
export interface Command {
  /** What a pattern found in its output, its groups in order. */
  readonly found: readonly string[];
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts the built command line and waits until its output matches. */
export async function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  pattern: RegExp,
  nodeFlags: readonly string[] = [],
): Promise<Command> {
  const child = fork(MAIN, args, {
    env: { PATH: process.env["PATH"] ?? "", TZ: "UTC", ...env },
    execArgv: ["--import", REPORTER, ...nodeFlags],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const found = await readUntil(child, pattern);
  return {
    found,
    async usage() {
      const answer = once(child, "message");
      child.send("usage");
      const [usage] = await answer;
      return usage as Usage;
    },
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** Goes on reading afterwards: nobody may wait for a full pipe. */
function readUntil(child: ChildProcess, pattern: RegExp): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = pattern.exec(text);
      if (found !== null) resolve(found.slice(1));
    });
    child.once("exit", () => reject(new Error(`the command ended before it said what it should: ${text}`)));
  });
}
