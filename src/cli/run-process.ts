import { createEffects } from "../base/effects.ts";
import { redact } from "../base/redact.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { runCli } from "./run-cli.ts";

/** Runs the command line of a process: signals in, exit code out. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => {
    // The second time somebody means it.
    if (interrupted.signal.aborted) process.exit(EXIT_CODES.cancelled);
    interrupted.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const argv = process.argv.slice(2);
  const verbose = argv.includes("--verbose");
  const effects = createEffects({
    log: ({ level, message }) => {
      if (verbose || level === "warn") process.stderr.write(`${redact(message)}\n`);
    },
  });
  const code = await runCli(argv, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    folder: process.cwd(),
    effects,
    signal: interrupted.signal,
  });
  process.exitCode = interrupted.signal.aborted ? EXIT_CODES.cancelled : code;
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  // A stopped run may leave a stdin that nobody will close; everything of ours has been closed by now.
  if (interrupted.signal.aborted) process.exit();
}
