import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts a bench script as a process of its own. */
export function startScript(path: string, args: readonly string[], nodeFlags: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(path, import.meta.url)), args, {
    execArgv: [...nodeFlags, ...(path.endsWith(".ts") ? ["--import", "tsx"] : [])],
  });
}

/** The first message of a script. */
export async function readMessage<T>(script: ChildProcess): Promise<T> {
  const failed = once(script, "exit").then(([code]) => {
    throw new Error(`the script ended with ${String(code)} before it said anything`);
  });
  const [message] = await Promise.race([once(script, "message"), failed]);
  return message as T;
}
