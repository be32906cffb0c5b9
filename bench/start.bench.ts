// How long `nowthen --version` takes beside a bare Node. `npm run bench:start`; figures go to bench/results/start.json.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keepResult, median } from "./results.ts";

const ROUNDS = 41;
const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

function time(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}`);
  return performance.now() - start;
}

const version: number[] = [];
const bare: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  version.push(time([MAIN, "--version"]));
  bare.push(time(["-e", "0"]));
}
const figures = {
  rounds: ROUNDS,
  versionMs: Math.round(median(version)),
  bareNodeMs: Math.round(median(bare)),
  extraMs: Math.round(median(version) - median(bare)),
  extraWantedBelowMs: 60,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("start", figures);
