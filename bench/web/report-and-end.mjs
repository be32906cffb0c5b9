// @ts-check
// Loaded before the command line, as `node --import`: says what the process has used whenever it is asked, and ends it with its parent.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  process.send?.({ at: performance.now(), cpuMs: (user + system) / 1_000, rssMb: Math.round(rss / 1_048_576) });
});
process.on("disconnect", () => process.kill(process.pid, "SIGINT"));
// Listening to the parent is no reason to live on.
process.channel?.unref();
