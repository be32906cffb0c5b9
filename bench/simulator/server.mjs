// @ts-check
// The simulator as built, in a process of its own: `server.mjs PER_DAY DAYS`. Says where it is, and when asked, what it took.
import { startSimulator } from "nowthen/simulator";

const [perDay, days] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({
  perDay: perDay ?? 400,
  days: days ?? 400,
  maxDays: 31,
  requestsPerMinute: 1_000_000,
  jobDuration: 1_000,
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000, peakRssMb: process.resourceUsage().maxRSS / 1_024 });
});
process.on("disconnect", () => void simulator.close());
process.send?.({ url: simulator.url, clientId: simulator.clientId, clientSecret: simulator.clientSecret });
