import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConversationSummary, connect } from "../../src/index.ts";
import { type Fault, type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 10, 10, 14);
const HOUR = 3_600_000;

let simulator: Simulator;
let home: ReturnType<typeof createHome>;

beforeEach(async () => {
  simulator = await startSimulator({ seed: 5, clock: "stepped", clockStart: NOW, requestsPerMinute: 1_000_000 });
  home = createHome();
});
afterEach(async () => {
  await simulator.close();
  home[Symbol.dispose]();
});

const isName = (path: string) => /\/users$|\/queues$|\/wrapupcodes$|\/divisions$/.test(path);
const folder = () => join(home.path, ".cache/nowthen/names");
const files = () => readdirSync(folder()).map((name) => join(folder(), name));

/** Asks for a day that has ended, as a process of its own would. */
async function ask(env: Record<string, string> = {}) {
  const before = simulator.requests.length;
  await using organisation = connect({
    env: { ...pointAt(simulator, home.path), ...env },
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  const { rows, meta } = await organisation.history({ from: "2026-11-05", to: "2026-11-06" });
  const found: ConversationSummary[] = [];
  for await (const row of rows) found.push(row);
  const named = found.flatMap(({ agents, queues }) => [...agents, ...queues]).map(({ name }) => name);
  return { named, meta, nameRequests: simulator.requests.slice(before).filter(({ path }) => isName(path)).length };
}

async function setFaults(faults: readonly Fault[]): Promise<void> {
  await fetch(`${simulator.url}/simulator/faults`, { method: "POST", body: JSON.stringify({ faults }) });
}

test("a second run asks for no names, in files for their owner's eyes only", async () => {
  const first = await ask();
  expect(first.nameRequests).toBeGreaterThanOrEqual(3);
  expect(first.named).not.toContain(null);
  const second = await ask();
  expect(second.nameRequests).toBe(0);
  expect(second.named).toEqual(first.named);
  expect(files().length).toBeGreaterThanOrEqual(3);
  for (const file of files()) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
});

test("a name is read again when it is older than a day", async () => {
  const first = await ask();
  simulator.clock.advance(25 * HOUR);
  const later = await ask();
  expect(later.nameRequests).toBe(first.nameRequests);
  expect(later.named).toEqual(first.named);
  expect((await ask()).nameRequests).toBe(0);
});

test("an old name is shown where it can't be read again, and a note says of when it is", async () => {
  const first = await ask();
  simulator.clock.advance(25 * HOUR);
  await setFaults([{ match: { path: "/api/v2/users" }, do: { status: 403 }, times: "always" }]);
  const later = await ask();
  expect(later.named).toEqual(first.named);
  expect(later.meta.complete).toBe(true);
  expect(later.meta.notes.join("\n")).toContain(`Names of users are as of ${new Date(NOW).toISOString()}`);
});

test("a queue that stands in no listing any more keeps its name", async () => {
  const first = await ask();
  simulator.clock.advance(25 * HOUR);
  await setFaults([
    {
      match: { path: "/routing/queues" },
      do: { status: 200, body: { entities: [], pageNumber: 1, pageCount: 1 } },
      times: "always",
    },
  ]);
  expect((await ask()).named).toEqual(first.named);
});

test("a file that is cut off, or somebody else's, is replaced", async () => {
  const first = await ask();
  for (const [index, file] of files().entries()) {
    chmodSync(file, 0o644);
    writeFileSync(file, index % 2 === 0 ? readFileSync(file, "utf8").slice(0, -20) : '{"version":1,"names":[4]}');
  }
  const second = await ask();
  expect(second.nameRequests).toBe(first.nameRequests);
  expect(second.named).toEqual(first.named);
  expect((await ask()).nameRequests).toBe(0);
  for (const file of files()) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("several at once leave whole files", async () => {
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  for (const { named } of answers) expect(named).toEqual(answers[0]?.named);
  expect((await ask()).nameRequests).toBe(0);
  expect(files().filter((file) => !file.endsWith(".json"))).toEqual([]);
});

test("without a folder nothing is kept", async () => {
  const first = await ask({ NOWTHEN_CACHE_FOLDER: "none" });
  expect((await ask({ NOWTHEN_CACHE_FOLDER: "none" })).nameRequests).toBe(first.nameRequests);
  expect(readdirSync(home.path)).toEqual([]);
});
