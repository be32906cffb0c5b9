#!/usr/bin/env node
import { readVersion } from "./version.ts";

// Before anything else is loaded: scripts ask for the version often, and expect it at once.
if (process.argv.length === 3 && (process.argv[2] === "--version" || process.argv[2] === "-V")) {
  process.stdout.write(`${readVersion()}\n`);
} else {
  const { runProcess } = await import("./run-process.ts");
  await runProcess(process);
}
