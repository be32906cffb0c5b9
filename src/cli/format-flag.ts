import { type Command, Option } from "commander";
import type { Flags } from "./connection-flags.ts";
import { FORMAT_NAMES, type FormatName } from "./output/row-format.ts";

export function addFormatFlag(command: Command): void {
  const description = "How rows are written: a table for people, json, ndjson or csv for programs";
  command.addOption(new Option("--format <format>", description).choices(FORMAT_NAMES).default("table"));
}

export function readFormat(flags: Flags): FormatName {
  return FORMAT_NAMES.find((name) => name === flags["format"]) ?? "table";
}
