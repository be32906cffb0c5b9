// @ts-check
// The simulator as built, in a process of its own: `server.mjs PER_DAY CLOCK START`. Says where it is, and when asked, what it took
// or how many conversations are active.
import { startSimulator } from "nowthen/simulator";

const [perDay, clock = "real", clockStart] = process.argv.slice(2);
const simulator = await startSimulator({
  perDay: Number(perDay),
  days: 31,
  clock,
  clockStart: Number(clockStart),
  requestsPerMinute: 1_000_000,
});
process.on("message", (question) => {
  const { user, system } = process.cpuUsage();
  const usage = { cpuMs: (user + system) / 1_000, peakRssMb: process.resourceUsage().maxRSS / 1_024 };
  const { now } = simulator.clock;
  process.send?.(
    question === "active" ? { active: simulator.truth().activeAt(now.call(simulator.clock)).length } : usage,
  );
});
process.on("disconnect", () => void simulator.close());
process.send?.({ url: simulator.url, clientId: simulator.clientId, clientSecret: simulator.clientSecret });
