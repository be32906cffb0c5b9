import type { Readable, Writable } from "node:stream";
import type { Effects } from "../base/effects.ts";
import type { Environment } from "../config/folders.ts";
import type { TextSink } from "./output/writer.ts";

/** What a command gets from the world, so that none of them reaches for a global. */
export interface Cli {
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean; columns?: number; rows?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** The one way to stdout. */
  out: TextSink;
  env: Environment;
  /** The folder that it was started in. */
  folder: string;
  effects: Effects;
  /** Aborts on Ctrl-C. */
  signal: AbortSignal;
  /** The exit code of a run that ends well; what is thrown has its own. */
  exitWith(code: number): void;
}

/** Whether a stream wants colours: a terminal, unless NO_COLOR is set (https://no-color.org). */
export function wantsColours(cli: Cli, stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && (cli.env["NO_COLOR"] ?? "") === "" && cli.env["TERM"] !== "dumb";
}

const NARROW_BELOW = 120;

/** Whether rows are for a terminal in which not everything fits side by side. */
export function isNarrow({ stdout }: Cli): boolean {
  return stdout.isTTY === true && (stdout.columns ?? NARROW_BELOW) < NARROW_BELOW;
}
