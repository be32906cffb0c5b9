import { join } from "node:path";
import { DAY_MS } from "../../src/base/interval.ts";
import { DAYS, PER_DAY } from "./million.ts";

/** Results of a details job come 1,000 to a page. */
export const PAGE_SIZE = 1_000;
export const PAGES_A_DAY = PER_DAY / PAGE_SIZE;
export const PAGES = DAYS * PAGES_A_DAY;

/** Where the scripts of the bench find each other's files, and on which day the 50 days begin: the last one is yesterday. */
export interface Workplace {
  readonly folder: string;
  readonly firstDay: number;
}

export function toArguments({ folder, firstDay }: Workplace): string[] {
  return [folder, String(firstDay)];
}

export function readWorkplace([folder = "", firstDay = ""]: readonly string[]): Workplace {
  return { folder, firstDay: Number(firstDay) };
}

export function toTemplatesFile({ folder }: Workplace): string {
  return join(folder, "templates.ndjson");
}

export function toPageFile({ folder }: Workplace, page: number): string {
  return join(folder, "pages", `${page}.json.gz`);
}

export function endOfDays({ firstDay }: Workplace): number {
  return firstDay + DAYS * DAY_MS;
}
