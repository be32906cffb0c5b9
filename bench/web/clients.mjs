// @ts-check
// Pages without a browser: `clients.mjs URL COUNT`. Each takes the stream of events and drops it; says when all are connected, and what
// they were sent when it is asked.
import { request } from "node:http";

const [url = "", count = "1"] = process.argv.slice(2);
/** One client may ask so often, and all of these are one. */
const EVERY_MS = 130;

let bytes = 0;
let ended = 0;

/** @returns {Promise<void>} */
function connect() {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/v1/events`, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the stream was refused with ${answer.statusCode}`));
      answer.on("data", (/** @type {Buffer} */ chunk) => {
        bytes += chunk.length;
      });
      answer.on("error", () => {});
      answer.once("close", () => {
        ended += 1;
      });
      resolve();
    });
    asked.once("error", reject).end();
  });
}

for (let n = 0; n < Number(count); n++) {
  await connect();
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ at: performance.now(), bytes, ended, cpuMs: (user + system) / 1_000 });
});
process.on("disconnect", () => process.exit());
process.send?.("connected");
