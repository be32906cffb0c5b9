// @ts-check
// Plain JavaScript, as are the two clients: a compiler in the process would be measured with it.

/**
 * Runs the work and sends what it took to the parent process.
 * @param {() => Promise<{ conversations: number, talkMs: number }>} work
 */
export async function measure(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { conversations, talkMs } = await work();
  const { user, system } = process.cpuUsage(cpu);
  /** @type {import('./measurement.ts').Measurement} */
  const measured = {
    conversations,
    talkMs,
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - start) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  process.send?.(measured);
  process.disconnect?.();
}
