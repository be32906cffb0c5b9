// @ts-check
// Plain JavaScript, as are the two clients: a compiler in the process would be measured with it.

/**
 * What one client process reports of its work.
 * @typedef {object} Measured
 * @property {number} conversations
 * @property {number} talkMs A sum over all summaries, so that nobody can skip the work.
 * @property {number} cpuSeconds
 * @property {number} wallSeconds
 * @property {number} peakRssMb
 */

/**
 * Runs the work and sends what it took to the parent process.
 * @param {() => Promise<{ conversations: number, talkMs: number }>} work
 */
export async function measure(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { conversations, talkMs } = await work();
  const { user, system } = process.cpuUsage(cpu);
  /** @type {Measured} */
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
