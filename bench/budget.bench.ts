// What the governor costs a request: CPU time of letting it in and reading its answer, with and without the file that processes share.
// `npm run bench:budget`; figures go to bench/results/budget.json.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGovernor } from "../src/api/budget/governor.ts";
import { createEffects } from "../src/base/effects.ts";
import { MINUTE_MS, SECOND_MS } from "../src/base/interval.ts";
import { keepResult, median } from "./results.ts";

const ROUNDS = 5;
const REQUESTS = 20_000;
const ALLOWED = 300;

/** A server whose answers take no time of ours, in a time that passes by waiting. */
function createWorld() {
  let now = Date.UTC(2026, 0, 5);
  let endsAt = 0;
  let used = 0;
  const clock = {
    now: () => now,
    monotonic: () => now,
    after: () => () => {},
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const answer = () => {
    now += 5;
    if (now >= endsAt) {
      endsAt = now + MINUTE_MS;
      used = 0;
    }
    used += 1;
    return {
      "inin-ratelimit-count": String(used),
      "inin-ratelimit-allowed": String(ALLOWED),
      "inin-ratelimit-reset": String(Math.ceil((endsAt - now) / SECOND_MS)),
    };
  };
  return { clock, answer };
}

async function measure(cacheFolder: string | null): Promise<number> {
  const { clock, answer } = createWorld();
  const governor = openGovernor({ cacheFolder, client: ["bench"], mostInFlight: 8 }, createEffects({ clock }));
  const send = async () => {
    const end = await governor.admit({ turn: "question", doing: "measuring", maxWaitMs: MINUTE_MS });
    end({ status: 200, headers: answer() });
  };
  for (let warm = 0; warm < 2_000; warm++) await send();
  const before = process.cpuUsage();
  for (let sent = 0; sent < REQUESTS; sent++) await send();
  const { user, system } = process.cpuUsage(before);
  governor.close();
  return (user + system) / REQUESTS;
}

const alone: number[] = [];
const shared: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  alone.push(await measure(null));
  const folder = mkdtempSync(join(tmpdir(), "nowthen-bench-"));
  shared.push(await measure(folder));
  rmSync(folder, { recursive: true });
}
const toMicroseconds = (values: readonly number[]) => Number(median(values).toFixed(1));
const figures = {
  rounds: ROUNDS,
  requests: REQUESTS,
  cpuMicrosecondsPerRequest: { alone: toMicroseconds(alone), shared: toMicroseconds(shared) },
  wantedBelow: 20,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("budget", figures);
