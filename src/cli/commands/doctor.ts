import type { Command } from "commander";
import pc from "picocolors";
import type { Finding } from "../../app/diagnose.ts";
import { type Cli, wantsColours } from "../cli.ts";
import { addConnectionFlags, type Flags } from "../connection-flags.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { openOrganisation } from "../open-organisation.ts";
import { printRows } from "../print-answer.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("doctor")
    .summary("Whether nowthen can sign in, read, and see everything")
    .description(
      "Signs in anew, tries each endpoint that nowthen uses and names a refused permission, and compares the divisions that the " +
        "client's grants cover with those of the organisation: a role granted in one division only silently hides the others. " +
        "Says how much of the rate limit is used, by all processes of this machine.",
    );
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(async () => {
    const flags = command.opts<Flags>();
    await using organisation = await openOrganisation(cli, flags);
    const format = readFormat(flags);
    const findings = exitByWorst(organisation.app.diagnose(cli.signal), cli);
    if (format === "table") return await printFindings(findings, organisation.notice, cli);
    await printRows(withoutErrors(findings), cli, format, {
      columns: [],
      csvColumns: ["check", "result", "message", "hint", "tookMs"],
      empty: "",
    });
  });
}

/** The first failure decides the exit code; a warning is a matter of taste. */
async function* exitByWorst(findings: AsyncIterable<Finding>, cli: Cli): AsyncGenerator<Finding> {
  let failed = false;
  for await (const finding of findings) {
    if (finding.error !== null && !failed) cli.exitWith(EXIT_CODES[finding.error.kind]);
    failed ||= finding.result === "failed";
    yield finding;
  }
}

async function* withoutErrors(findings: AsyncIterable<Finding>) {
  for await (const { error: _, ...finding } of findings) yield finding;
}

/** Line by line as they come: somebody is waiting for each. */
async function printFindings(findings: AsyncIterable<Finding>, notice: string | null, cli: Cli): Promise<void> {
  const { out } = cli;
  const colours = pc.createColors(wantsColours(cli, cli.stdout));
  const marks = { ok: colours.green("ok     "), warning: colours.yellow("warning"), failed: colours.red("failed ") };
  if (notice !== null) await out.write(`${notice}\n\n`);
  const count = { ok: 0, warning: 0, failed: 0 };
  for await (const { check, result, message, hint, tookMs } of findings) {
    count[result] += 1;
    await out.write(`${marks[result]}  ${check}: ${message} ${colours.dim(`(${tookMs} ms)`)}\n`);
    if (hint !== null) await out.write(`         ${hint}\n`);
  }
  const verdict =
    count.failed > 0 ? `${count.failed} failed` : count.warning > 0 ? "Works, with warnings" : "All is well";
  await out.write(`\n${verdict}.\n`);
}
