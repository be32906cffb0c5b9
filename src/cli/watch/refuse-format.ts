import { AppError } from "../../base/app-error.ts";

/** A list has an end, and what is told as it happens has none. */
export function refuseFormat(flag: string, format: unknown): void {
  if (format !== "json" && format !== "csv") return;
  throw new AppError({
    kind: "input",
    code: "WATCH_FORMAT",
    message: `${flag} writes what happens as it comes, which --format ${format} has no form for.`,
    hint: "Use --format ndjson, a line of JSON for each change, or --format table.",
  });
}
