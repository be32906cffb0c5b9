import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { MINUTE_MS } from "../../src/base/interval.ts";
import { type FaultPlan, type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { collect, createHome, parseLines, pointAt, runNowthen, startNowthen } from "../support/run-nowthen.ts";

const START = Date.UTC(2026, 2, 10, 9);
const FROM = "2026-03-07";
const TO = "2026-03-09";
/** Reads two days that are over. The time limit is in simulated time too. */
const TWO_DAYS = ["history", "--from", FROM, "--to", TO, "--format", "ndjson", "--timeout", "3600"];
const SEND_MANY = fileURLToPath(new URL("../support/send-many.mjs", import.meta.url));

interface Scene {
  simulator: Simulator;
  home: string;
  env: Record<string, string>;
}

interface Process {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** A simulator whose minute lasts two seconds, and processes that live in its time. */
async function open(options: Partial<SimulatorOptions> = {}, faults: FaultPlan["faults"] = []): Promise<Scene> {
  const simulator = await startSimulator({
    clock: "x30",
    clockStart: START,
    lags: "off",
    days: 10,
    faults: { faults },
    ...options,
  });
  const home = createHome();
  onTestFinished(async () => {
    await simulator.close();
    home[Symbol.dispose]();
  });
  const env = { ...pointAt(simulator, home.path), NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock` };
  return { simulator, home: home.path, env };
}

function follow(child: ChildProcess): Process {
  const output = collect(child);
  child.stdin?.end();
  return { child, ended: once(child, "close").then(([code]) => ({ code: code as number | null, ...output() })) };
}

const start = ({ env }: Scene, args: readonly string[] = []) => follow(startNowthen([...TWO_DAYS, ...args], { env }));

function sendMany({ simulator, home }: Scene, count: number, urgency: string, path: string): Process {
  const { url, clientId, clientSecret } = simulator;
  const env = { URL: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, CACHE: join(home, "cache") };
  return follow(spawn(process.execPath, [SEND_MANY, String(count), urgency, path], { env, stdio: "pipe" }));
}

function countTruth({ simulator }: Scene): number {
  return simulator.truth().begunIn({ from: Date.parse(FROM), to: Date.parse(TO) }).length;
}

const sentToApi = ({ simulator }: Scene) => simulator.requests.filter(({ path }) => path.startsWith("/api/"));

function expectNoRefusal(scene: Scene): void {
  expect(sentToApi(scene).map(({ status }) => status)).not.toContain(429);
}

/** Requests by minute, each beginning with its first one, whichever token they came with. */
function countByMinute(scene: Scene): number[] {
  let endsAt = 0;
  const counts: number[] = [];
  for (const { at } of sentToApi(scene)) {
    if (at >= endsAt) {
      endsAt = at + MINUTE_MS;
      counts.push(0);
    }
    counts.push((counts.pop() ?? 0) + 1);
  }
  return counts;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("four processes that share a client", () => {
  test("stay below its rate limit together, come to their end, and say what they waited for", async () => {
    const scene = await open({ perDay: 1_500, requestsPerMinute: 60 });
    const runs = await Promise.all([0, 1, 2, 3].map(() => start(scene, ["--verbose"]).ended));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    for (const { stdout } of runs) expect(parseLines(stdout)).toHaveLength(countTruth(scene));
    expectNoRefusal(scene);
    // More than fits into two windows, or there was nothing to share.
    expect(sentToApi(scene).length).toBeGreaterThan(120);
    expect(runs.map(({ stderr }) => stderr).join()).toMatch(/: waited \d+ ms as a question \(\d+ of 60 used\)/);
  });

  test("do so when one of them is killed in the middle", async () => {
    const scene = await open({ perDay: 1_500, requestsPerMinute: 60 });
    const [victim, ...others] = [0, 1, 2, 3].map(() => start(scene));
    while (sentToApi(scene).length < 70) await turn();
    victim?.child.kill("SIGKILL");
    const runs = await Promise.all(others.map(({ ended }) => ended));
    expect((await victim?.ended)?.code).toBe(null);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    for (const { stdout } of runs) expect(parseLines(stdout)).toHaveLength(countTruth(scene));
    expectNoRefusal(scene);
  });

  test("do so when each sends as much at once as it can, and keep to one limit with several tokens", async () => {
    const scene = await open({ requestsPerMinute: 20 });
    const runs = await Promise.all([0, 1, 2, 3].map(() => sendMany(scene, 15, "question", "/api/v2/users").ended));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([0, 1, 2, 3].map(() => [0, ""]));
    expectNoRefusal(scene);
    // The first of each go before anybody knows the limit; after that it is everybody's.
    expect(Math.max(...countByMinute(scene).slice(1))).toBeLessThanOrEqual(20);
  });

  test("let a question go before the bulk work of another", async () => {
    const scene = await open({ requestsPerMinute: 40, clock: "x10" });
    const bulk = sendMany(scene, 60, "bulk", "/api/v2/routing/queues");
    while (sentToApi(scene).length < 12) await turn();
    const question = sendMany(scene, 12, "question", "/api/v2/users");
    expect((await question.ended).code).toBe(0);
    const paths = sentToApi(scene).map(({ path }) => path.includes("users"));
    const between = paths.slice(paths.indexOf(true), paths.lastIndexOf(true) + 1);
    expect(between.filter((isQuestion) => !isQuestion).length).toBeLessThan(4);
    bulk.child.kill("SIGKILL");
    await bulk.ended;
    // It had not come to its end: there was something to stand back with.
    expect(paths.filter((isQuestion) => !isQuestion).length).toBeLessThan(60);
    expectNoRefusal(scene);
  });
});

describe("a limit that asks for hours", () => {
  const fault = { match: { path: "/details/query" }, do: { status: 429, retryAfter: 7_200 } };

  test("is said at once, also by those who would only hear the same, and waited for where that is granted", async () => {
    const scene = await open({ clock: "stepped" }, [fault]);
    const first = await start(scene).ended;
    expect(first).toMatchObject({ code: 7, stdout: "" });
    expect(first.stderr).toMatch(/asks for a pause of 120 minutes, longer than the 180 s granted/);
    const sent = scene.simulator.requests.length;
    scene.simulator.clock.advance(30 * MINUTE_MS);
    const second = await start(scene).ended;
    expect(second).toMatchObject({ code: 7, stdout: "" });
    expect(second.stderr).toMatch(/asks for a pause of 90 minutes/);
    expect(scene.simulator.requests).toHaveLength(sent);
    const patient = start(scene, ["--max-wait", "7200"]);
    let isOver = false;
    const ended = patient.ended.finally(() => {
      isOver = true;
    });
    for (let turns = 0; turns < 100; turns++) await turn();
    expect([isOver, scene.simulator.requests.length]).toEqual([false, sent]);
    while (!isOver) {
      scene.simulator.clock.advance(MINUTE_MS);
      await turn();
    }
    const third = await ended;
    expect(third.code, third.stderr).toBe(0);
    expect(parseLines(third.stdout)).toHaveLength(countTruth(scene));
  });
});

test("the doctor says what is used of the limit", async () => {
  const scene = await open({ clock: "real" });
  const run = await runNowthen(["doctor"], { env: pointAt(scene.simulator, scene.home) });
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/^ok +rate limit: \d+ of 300 used, resets in \d+ s \(/m);
});
