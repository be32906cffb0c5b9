import { createHash } from "node:crypto";
import { extname, resolve } from "node:path";
import type { Command } from "commander";
import type { RawParameters } from "../../ask/parameter.ts";
import { AppError } from "../../base/app-error.ts";
import type { Connection } from "../../config/config.ts";
import type { FormatName } from "../output/row-format.ts";
import type { AnsweredContext } from "../question-command.ts";
import type { ExportTarget } from "./open-export.ts";

export function addOutputFlags(command: Command): Command {
  return command
    .option(
      "--output <file>",
      "Write the rows to this file (.ndjson, .csv or .json, or as --format says); interrupted, the same command goes on where it stopped.",
    )
    .option("--force", "With --output: overwrite the file when it is there already.")
    .option("--restart", "With --output: begin anew, whatever an interrupted export has left.");
}

export interface OutputTarget extends ExportTarget {
  readonly format: Exclude<FormatName, "table">;
}

const FORMATS: Readonly<Record<string, OutputTarget["format"]>> = {
  ".ndjson": "ndjson",
  ".csv": "csv",
  ".json": "json",
};

/** Where rows go instead of stdout; `null` without `--output`. Throws `OUTPUT_FORMAT_UNKNOWN` (input). */
export function readOutputTarget(raw: RawParameters, context: AnsweredContext): OutputTarget | null {
  const { cli, flags, config, notice, table } = context;
  const given = flags["output"];
  if (typeof given !== "string") return null;
  const file = resolve(cli.folder, given);
  const format = context.format === "table" ? FORMATS[extname(file).toLowerCase()] : context.format;
  if (format === undefined) throw unknownFormat(given);
  const organisation = notice === null ? fingerprint(config.connection) : "the built-in simulated one";
  const asked = JSON.stringify({ ...raw, format, timeZone: table.timeZone, organisation });
  return { file, format, asked, force: flags["force"] === true, restart: flags["restart"] === true };
}

/** Tells one organisation from another, and which client's eyes see it, without naming either. */
function fingerprint(connection: Connection | null): string {
  const client = connection?.credentials.kind === "client" ? connection.credentials.clientId : "";
  return createHash("sha256").update(`${connection?.apiUrl}\n${client}`).digest("hex").slice(0, 12);
}

function unknownFormat(given: string): AppError {
  return new AppError({
    kind: "input",
    code: "OUTPUT_FORMAT_UNKNOWN",
    message: `--output is ${JSON.stringify(given)}, which does not say how rows are written.`,
    hint: "End it in .ndjson, .csv or .json, or add --format; a table is for people, and is not written to files.",
  });
}
