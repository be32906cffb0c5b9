// @ts-check
// Plain JavaScript, as are the clients: a compiler in the process would be measured with it.
import { gzipSync } from "node:zlib";

const EARLY_ROWS = 30_000;

/**
 * Runs the work and sends what it took to the parent process. The tally costs every client the same, and next to nothing.
 * @param {number} population
 * @param {(take: (conversationId: string) => void, failures: string[]) => Promise<void>} work
 */
export async function measure(population, work) {
  const tally = new Uint8Array(population);
  let rows = 0;
  let firstRowMs = 0;
  let rssMbEarly = 0;
  const peakMb = () => process.resourceUsage().maxRSS / 1024;
  /** @type {string[]} */
  const failures = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work((conversationId) => {
    const index = Number.parseInt(conversationId.slice(24), 16);
    tally[index] = (tally[index] ?? 0) + 1;
    rows += 1;
    if (rows === 1) firstRowMs = performance.now() - start;
    if (rows === EARLY_ROWS) rssMbEarly = peakMb();
  }, failures);
  const { user, system } = process.cpuUsage(cpu);
  /** @type {import('./measurement.ts').Measurement} */
  const measured = {
    rows,
    firstRowMs,
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - start) / 1000,
    rssMbEarly,
    rssMbLate: peakMb(),
    tally: gzipSync(tally).toString("base64"),
    failures,
  };
  process.send?.(measured);
  process.disconnect?.();
}
