import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Simulator } from "../../src/simulator/index.ts";
import { pointAt, startNowthen } from "./run-nowthen.ts";

export interface ServedPage extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Ends it as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** `nowthen serve` as its users start it, of a simulated organisation and in its time. */
export async function servePage(
  simulator: Simulator,
  home: string,
  args: readonly string[] = [],
  port = 0,
): Promise<ServedPage> {
  const child = startNowthen(["serve", "--port", String(port), ...args], {
    env: { ...pointAt(simulator, home), NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock` },
  });
  const url = await readUrl(child);
  const stop = async () => {
    if (child.exitCode !== null) return child.exitCode;
    const exit = once(child, "exit");
    child.kill("SIGINT");
    const [code] = (await exit) as [number | null];
    return code;
  };
  return { url, port: Number(new URL(url).port), stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

async function readUrl(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
  if (child.stdout === null) throw new Error("no pipe to the command");
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /https?:\/\/\S+:\d+/.exec(line) ?? [];
    if (url !== undefined && line.startsWith("The page is at")) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`nowthen serve ended before it said where: ${said.join("")}`);
}
