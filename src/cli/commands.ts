import type { Command } from "commander";
import type { Cli } from "./cli.ts";

export interface CommandModule {
  /** Adds the command with its flags and its action. */
  addCommand(program: Command, cli: Cli): void;
}

/** Every command, loaded only when it is asked for: `--version` must not pay for `history`. */
export const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  report: () => import("./commands/report.ts"),
  live: () => import("./commands/live.ts"),
  queues: () => import("./commands/queues.ts"),
  history: () => import("./commands/history.ts"),
  show: () => import("./commands/show.ts"),
  stats: () => import("./commands/stats.ts"),
  verify: () => import("./commands/verify.ts"),
  explain: () => import("./commands/explain.ts"),
  serve: () => import("./commands/serve.ts"),
  sync: () => import("./commands/sync.ts"),
  status: () => import("./commands/status.ts"),
  sql: () => import("./commands/sql.ts"),
  export: () => import("./commands/export.ts"),
  import: () => import("./commands/import.ts"),
  forget: () => import("./commands/forget.ts"),
  gaps: () => import("./commands/gaps.ts"),
  summarize: () => import("./commands/summarize.ts"),
  sim: () => import("./commands/sim.ts"),
  doctor: () => import("./commands/doctor.ts"),
  config: () => import("./commands/config.ts"),
};

/** What runs when no command is named. */
export const DEFAULT_COMMAND = "report";
