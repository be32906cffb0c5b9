import { Command } from "commander";
import { CAUSES } from "../src/ask/stats/compare-cells.ts";
import { createEffects } from "../src/base/effects.ts";
import type { Cli } from "../src/cli/cli.ts";
import { COMMANDS, DEFAULT_COMMAND } from "../src/cli/commands.ts";
import { EXIT_CODES, EXIT_DIFFERENCES, EXIT_INCOMPLETE } from "../src/cli/exit-codes.ts";
import { createTextSink } from "../src/cli/output/writer.ts";
import { toSnakeCase } from "../src/config/profiles.ts";
import { REGIONS } from "../src/config/regions.ts";
import { SETTINGS } from "../src/config/settings.ts";
import { MEASURE_NAMES, MEASURES } from "../src/model/measures.ts";
import { FIDELITY, SIMULATOR_OPTIONS } from "../src/simulator/index.ts";
import { describePrivacy } from "./privacy-page.ts";
import { describeSql } from "./sql-page.ts";

const NOTICE = "<!-- Generated from the tables in the code by `npm run docs`. -->\n";

/** Every generated page, by its path under docs/. */
export async function generatePages(): Promise<[string, string][]> {
  return [
    ["settings.md", describeSettings()],
    ["commands.md", await describeCommands()],
    ["stats.md", describeStats()],
    ["exit-codes.md", describeExitCodes()],
    ["simulator-fidelity.md", describeFidelity()],
    ["privacy.md", describePrivacy()],
    ["sql.md", describeSql()],
  ];
}

function describeSettings(): string {
  const rows = SETTINGS.map(({ name, variables, flag, inProfile, description, default: byDefault }) =>
    row([
      code(name),
      variables.map(code).join(", "),
      flag === undefined ? "none" : code(flag),
      inProfile ? code(toSnakeCase(name)) : "",
      description + (byDefault === undefined ? "" : ` Default: ${byDefault}.`),
    ]),
  );
  return `# Settings

${NOTICE}
A flag wins over the environment, that over \`.env\` in the folder where nowthen is started, that over the profile. An
empty value is none. \`nowthen config\` prints each setting with where it comes from.

| setting | environment variable, first one set wins | flag | in a profile | meaning |
|---|---|---|---|---|
${rows.join("\n")}

A secret is never a flag, because a command line is visible to everybody on the machine.

## Profiles

Several organisations have a section each in \`$XDG_CONFIG_HOME/nowthen/config.toml\` (\`~/.config/nowthen/config.toml\`);
\`--profile NAME\` chooses one, and \`[default]\` is used when nothing else is said:

\`\`\`toml
[acme]
region = "eu-central-1"
client_id = "…"
client_secret_variable = "ACME_SECRET"   # the secret stands in this environment variable, never here
time_zone = "Europe/Berlin"
\`\`\`

Profiles of the official \`gc\` CLI (\`~/.gc/config.toml\`) can be named too. They are read where they are; nothing of them
is copied.

## The token

A token rests in one place only: \`$XDG_CACHE_HOME/nowthen/tokens/\`, one file a client, mode 0600. All processes share it.

## Names

Names of users, queues, wrap-up codes and the like are kept beside it in \`names/\`, one file a kind and client, mode 0600. A name
older than a day is read again when it is needed; where that fails the old one is shown, and a note says of when it is. A queue that
has been deleted keeps the name that it had. All folders may be deleted at any time; \`--cache-folder none\` keeps nothing.

## The rate limit

All processes of a client share its rate limit too: what they use of it stands in \`$XDG_CACHE_HOME/nowthen/budgets/\`, without
any secret. A pause that the API asked for holds for all of them, and \`nowthen doctor\` says what is used.

## Regions

| AWS name | domain |
|---|---|
${Object.entries(REGIONS)
  .map(([name, domain]) => row([code(name), code(domain)]))
  .join("\n")}
`;
}

async function describeCommands(): Promise<string> {
  const cli: Cli = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    out: createTextSink(process.stdout),
    env: {},
    folder: ".",
    effects: createEffects(),
    signal: new AbortController().signal,
    exitWith: () => {},
  };
  const sections: string[] = [];
  for (const [name, load] of Object.entries(COMMANDS)) {
    const program = new Command("nowthen");
    (await load()).addCommand(program, cli);
    const command = program.commands.find((candidate) => candidate.name() === name);
    if (command !== undefined) sections.push(describeCommand(command));
  }
  return `# Commands

${NOTICE}
\`nowthen <command> --help\` says the same. Without a command, \`${DEFAULT_COMMAND}\` runs. Commands that ask an organisation
take the [settings](settings.md) as flags too; without any credentials they ask the simulated organisation that ships inside.
\`nowthen completion bash|zsh|fish|powershell\` prints a completion script.

${sections.join("\n")}`;
}

function describeCommand(command: Command): string {
  const settings = new Set(SETTINGS.map(({ flag }) => flag));
  const own = command.options.filter(({ flags }) => !settings.has(flags) && flags !== "--verbose");
  const rows = [
    ...command.registeredArguments.map((argument) => row([code(`<${argument.name()}>`), argument.description])),
    ...own.map(({ flags, description }) => row([code(flags), description])),
  ];
  const table = rows.length === 0 ? "" : `\n| flag | meaning |\n|---|---|\n${rows.join("\n")}\n`;
  return `## ${command.name()}\n\n${command.summary()}.\n\n${command.description()}\n${table}`;
}

const MEANING: Record<keyof typeof EXIT_CODES, string> = {
  bug: "nowthen failed in a way that it did not foresee",
  input: "what was asked can't be: a flag, a range, a file, a name that fits several",
  config: "settings are missing or wrong",
  auth: "signing in was refused",
  denied: "a permission is missing; the message names it",
  "not-found": "there is no such user, queue or conversation that the client can see",
  "rate-limit": "the rate limit asks for more patience than granted",
  timeout: "no answer in time",
  network: "no connection",
  remote: "Genesys Cloud answered with an error of its own, or with something unreadable",
  storage: "a local file could not be read or written",
  cancelled: "stopped by Ctrl-C",
};

function describeExitCodes(): string {
  const rows = Object.entries(EXIT_CODES).map(([kind, exitCode]) =>
    row([String(exitCode), code(kind), MEANING[kind as keyof typeof EXIT_CODES]]),
  );
  const incomplete = row([
    String(EXIT_INCOMPLETE),
    "",
    "answered, but incomplete or with records set aside; stderr says what and why",
  ]);
  const differences = row([
    String(EXIT_DIFFERENCES),
    "",
    "answered: what `verify` compared differs; the rows say where and why",
  ]);
  return `# Exit codes

${NOTICE}
| code | error kind | meaning |
|---|---|---|
${row(["0", "", "answered, completely"])}
${rows.join("\n")}
${incomplete}
${differences}
`;
}

function describeStats(): string {
  const formulas = { count: "count", mean: "sum / count", ratio: "ratio", target: "target" } as const;
  const rows = MEASURE_NAMES.map((name) => {
    const { title, metric, statistic, side, meaning } = MEASURES[name];
    return row([code(name), title, `${code(metric)}: ${formulas[statistic]}`, side, meaning]);
  });
  const causes = Object.entries(CAUSES).map(([cause, explanation]) => row([code(cause), explanation]));
  return `# What statistics say

${NOTICE}
\`nowthen stats\` and \`stats()\` of the library give one row a group and interval, counted by Genesys' aggregate query
(\`POST /api/v2/analytics/conversations/aggregates/query\`, permission \`analytics:conversationAggregate:view\`). Durations are
milliseconds. \`null\` is unknown and never zero: aggregates leave out what did not happen.

| metric | in tables | from | counted at | meaning |
|---|---|---|---|---|
${rows.join("\n")}

Timed metrics also stand whole, under Genesys' names, in \`times\`: \`count\`, \`sum\`, \`mean\`, \`min\`, \`max\` (in CSV a column each:
\`tHandle.sum\`).

## Which interval, which row

- A metric belongs to the interval in which it was **emitted**, not to that in which the conversation began: a call offered at
  7:28 and answered at 7:32 is offered in one half hour and answered in the next. So offered = answered + abandoned + flowed out
  need not hold an interval; over a closed week it does.
- Talk, hold and ACW are emitted when they are over: a call of two hours stands whole in the interval in which it ended.
- Days, weeks (from Monday) and months are those of \`--time-zone\`; a day on which clocks change has 23 or 25 hours. Shorter
  intervals are counted from midnight. The first and the last one end with the range.
- A row is about **sessions**, and so are filters: \`--user\` counts what that user did, not the conversations they took part in.
- What is counted in the queue has no user and no wrap-up code yet. Asked for by name with \`--by user\`, \`--by wrap-up\`,
  \`--user\` or \`--wrap-up\` it is refused; otherwise it is left out, and a note says so.
- A session with several wrap-up codes, and a conversation of several divisions, counts in each of their rows.

## Percentiles

\`--percentiles\` adds p50, p90 and p95 of \`tWait\`, \`tTalkComplete\` and \`tHandle\`, by nearest rank. Aggregates have none, so the details of
every conversation that was alive in the range are read; \`nowthen explain stats --percentiles\` says what that takes.

## Whether it is true

\`nowthen verify\` counts the metrics a second time from the details of every conversation that was alive in the range, each by its own
date of emission (\`emitDate\`) and its own session, and prints each number that differs; the exit code is then ${EXIT_DIFFERENCES}. \`tWait\` stands in no
record: it is told from \`tAcd\`, dated by the answer. What has no value of a dimension is not compared, because nothing says whether
aggregates have a group for it. With \`--interval 1d\` a difference shows the day that it is from.

| cause | what it means |
|---|---|
${causes.join("\n")}
`;
}

function describeFidelity(): string {
  const flags = new Map(SIMULATOR_OPTIONS.map(({ name, flag }) => [name, flag.split(" ")[0] ?? ""]));
  const rows = Object.entries(FIDELITY).flatMap(([area, entries]) =>
    entries.map(({ behaviour, likeness, options = [], paths = [] }) =>
      row([
        area,
        behaviour,
        likeness,
        options.map((option) => code(flags.get(option) ?? option)).join(", "),
        paths.map(code).join(", "),
      ]),
    ),
  );
  return `# What the simulator is faithful in

${NOTICE}
*Faithful*: as the documentation, the official SDKs or measurements by others say. *Inferred*: nobody says; the likelier way is the
default, and an option, where there is one, chooses the other. *Absent*: Genesys Cloud has it, and the simulator has not. What each
option does is in [commands.md](commands.md#sim).

| area | behaviour | likeness | option | endpoints |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
