import { type Command, CommanderError } from "commander";
import { isAppError } from "../base/app-error.ts";
import type { Cli } from "./cli.ts";
import { COMMANDS, DEFAULT_COMMAND } from "./commands.ts";
import { describeError } from "./describe-error.ts";
import { EXIT_CODES, EXIT_OK } from "./exit-codes.ts";
import { createTextSink } from "./output/writer.ts";
import { readVersion } from "./version.ts";

/** Runs one command line to its exit code. Nothing is thrown: what goes wrong is said on stderr. */
export async function runCli(argv: readonly string[], cli: Omit<Cli, "exitWith" | "out">): Promise<number> {
  let exitCode: number = EXIT_OK;
  const world: Cli = {
    ...cli,
    out: createTextSink(cli.stdout, cli.signal),
    exitWith: (code) => {
      exitCode = code;
    },
  };
  try {
    const { args, program } = await openProgram(argv, world);
    await program.parseAsync(args, { from: "user" });
    await world.out.flush();
    return exitCode;
  } catch (error) {
    // Commander has printed its help or its complaint already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_CODES.input;
    cli.stderr.write(describeError(error, { verbose: argv.includes("--verbose") }));
    return isAppError(error) ? EXIT_CODES[error.kind] : EXIT_CODES.bug;
  }
}

async function openProgram(argv: readonly string[], cli: Cli): Promise<{ args: string[]; program: Command }> {
  const args = withDefaultCommand(argv);
  const program = await createProgram(cli);
  const [first = "", second = ""] = args;
  const named = first === "help" ? second : first;
  // One module for one command; help, completion and typing errors need them all.
  const names = Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]?.())?.addCommand(program, cli);
  if (named === "completion" || named === "complete") {
    const { default: addCompletion } = await import("@bomb.sh/tab/commander");
    addCompletion(program, { completionCommandName: "completion" });
  } else if (names.length > 1) {
    program.command("completion <shell>").description("Print a completion script for bash, zsh, fish or powershell");
  }
  return { args, program };
}

const PROGRAM_FLAGS = new Set(["-h", "--help", "-V", "--version"]);

function withDefaultCommand(argv: readonly string[]): string[] {
  const [first] = argv;
  if (first === undefined || (first.startsWith("-") && !PROGRAM_FLAGS.has(first))) return [DEFAULT_COMMAND, ...argv];
  return [...argv];
}

async function createProgram(cli: Cli): Promise<Command> {
  const { Command } = await import("commander");
  return new Command("nowthen")
    .description(
      "Answers questions about Genesys Cloud conversations, live or historical, each conversation once.\n" +
        `Without a command it prints the ${DEFAULT_COMMAND}; without credentials, of a simulated organisation.`,
    )
    .version(readVersion(), "-V, --version", "Print the version")
    .exitOverride()
    .showHelpAfterError("(nowthen --help lists commands and flags)")
    .configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => cli.stderr.write(text),
      getOutHelpWidth: () => cli.stdout.columns ?? 100,
      getErrHelpWidth: () => cli.stderr.columns ?? 100,
    });
}
