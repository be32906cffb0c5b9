import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { createEffects } from "../../src/base/effects.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

/** A count of each of its twelve windows; the first is a page of rows. */
const PLANNING = 12;

test.each(["ndjson", "csv", "json"])("the first rows of a year come with its first page, as %s", async (format) => {
  await using simulator = await startSimulator({
    perDay: 40,
    days: 400,
    clock: "stepped",
    clockStart: Date.UTC(2026, 10, 10, 14),
    requestsPerMinute: 1_000_000,
    // Behind the first page nothing comes any more.
    faults: {
      faults: [{ match: { path: "/details/query" }, after: PLANNING, do: { delayMs: 1e9 }, times: "always" }],
    },
  });
  using home = createHome();
  const stop = new AbortController();
  const stdout = new PassThrough();
  const running = runCli(["history", "--days", "365", "--source", "query", "--format", format], {
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough().resume(),
    env: pointAt(simulator, home.path),
    folder: home.path,
    effects: createEffects({ clock: simulator.clock }),
    signal: stop.signal,
  });
  let text = "";
  const conversations = () => text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)?.length ?? 0;
  while (conversations() < 50) {
    const [chunk] = (await once(stdout, "data")) as [Buffer];
    text += chunk.toString("utf8");
  }
  stop.abort();
  expect(await running).toBe(130);
  expect(simulator.requests.filter(({ path }) => path.endsWith("/details/query")).length).toBeLessThanOrEqual(PLANNING);
});
