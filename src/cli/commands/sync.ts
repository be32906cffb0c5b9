import type { Command } from "commander";
import type { SyncOptions } from "../../app/parse-sync-options.ts";
import { cancelled } from "../../base/app-error.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags } from "../connection-flags.ts";
import { describeSync, toSyncObject } from "../describe-sync.ts";
import { EXIT_INCOMPLETE } from "../exit-codes.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { type Organisation, openOrganisation } from "../open-organisation.ts";
import { openProgress } from "../open-progress.ts";

type Report = Awaited<ReturnType<Organisation["app"]["sync"]>>;

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("sync")
    .summary("Keep a local copy in which every conversation is, once, and settles")
    .description(
      "Brings the local copy up to date: what has begun, changed or ended since the last run, what was never read (newest first; details " +
        "jobs for what the data lake has, the details query for the rest), and, 1, 3 and 7 days after each day, what comes late: wrap-up " +
        "codes, surveys, evaluations, the nightly re-processing. Killed at any moment, the same command goes on where it stood; run " +
        "again, it changes nothing and says so. With --follow it stays, and the copy is seconds behind.",
    )
    .option("--since <time>", "How far back the copy is to reach: 90d, or a date; 90d at first, later as before")
    .option("--follow", "Stay, and keep the copy seconds behind until Ctrl-C")
    .option("--settle <days>", "Days after each day at which it is read again, such as 1,3,7; none reads nothing again")
    .option("--keep-versions <days>", "How long superseded versions are kept, such as 30d");
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(() => run(cli, command.opts<Flags>()));
}

async function run(cli: Cli, flags: Flags): Promise<void> {
  const format = readFormat(flags);
  await using organisation = await openOrganisation(cli, flags);
  const { app, config, notice } = organisation;
  using progress = openProgress(cli);
  if (notice !== null && format === "table") await cli.out.write(`${notice}\n\n`);
  const print = async (report: Report) => {
    if (report.reasons.length > 0 || report.unreadableCount > 0) cli.exitWith(EXIT_INCOMPLETE);
    progress.makeRoom();
    await cli.out.write(
      format === "table"
        ? describeSync(report, { timeZone: config.timeZone, storeFolder: config.storeFolder })
        : `${JSON.stringify(toSyncObject(report), null, format === "json" ? 2 : undefined)}\n`,
    );
    await cli.out.flush();
    progress.resume();
  };
  const options = toOptions(flags);
  const context = { signal: cli.signal, progress: progress.update };
  if (flags["follow"] !== true) return print(await app.sync(options, context));
  await follow(organisation, options, { ...context, print, say: progress.say });
}

interface Following {
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  readonly print: (report: Report) => Promise<void>;
  readonly say: (line: string) => void;
}

async function follow({ app }: Organisation, options: SyncOptions, context: Following): Promise<void> {
  const { signal, progress, print, say } = context;
  let written = 0;
  let printing = Promise.resolve();
  let runs = 0;
  await app.keepInSync(options, {
    signal,
    progress,
    // The first run is told whole, later ones only where they found something.
    ran: (report) => {
      runs += 1;
      if (runs === 1 || report.added + report.changed + report.removed + report.reasons.length > 0)
        printing = printing.then(() => print(report));
    },
    wrote: (conversations) => {
      written += conversations;
      progress(`following: ${written} changes written as they happened; Ctrl-C ends it`);
    },
    failed: (error) => say(`${error.message} It is tried again.`),
  });
  await printing;
  if (signal.aborted) throw cancelled("following: what was written is safe, and the same command goes on");
}

function toOptions(flags: Flags): SyncOptions {
  const text = (name: string) => (typeof flags[name] === "string" ? flags[name] : undefined);
  return { since: text("since"), settle: text("settle"), keepVersions: text("keepVersions") };
}
