import { writeFile } from "node:fs/promises";
import { DAY_MS, MINUTE_MS, toIsoInterval } from "../../src/base/interval.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { PER_DAY, TEMPLATE_DAY } from "./million.ts";

interface JobResults {
  readonly conversations?: readonly { readonly conversationEnd?: string }[];
  readonly cursor?: string;
}

type Call = (method: "GET" | "POST", path: string, body?: object) => Promise<unknown>;

/** Writes a day of the simulated organisation, each conversation that has ended, a line each, by start. */
export async function simulateDay(file: string): Promise<void> {
  await using simulator = await startSimulator({
    seed: 1,
    perDay: PER_DAY,
    days: 2,
    clock: "stepped",
    clockStart: TEMPLATE_DAY + 2 * DAY_MS,
    limits: "off",
    lags: "off",
    nightlyRewrite: "off",
  });
  const call = await signIn(simulator);
  const jobs = "/api/v2/analytics/conversations/details/jobs";
  const query = {
    interval: toIsoInterval({ from: TEMPLATE_DAY, to: TEMPLATE_DAY + DAY_MS }),
    order: "asc",
    orderBy: "conversationStart",
    startOfDayIntervalMatching: true,
  };
  const { jobId } = (await call("POST", jobs, query)) as { jobId: string };
  simulator.clock.advance(MINUTE_MS);
  const lines: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page = (await call("GET", `${jobs}/${jobId}/results?pageSize=1000&cursor=${cursor}`)) as JobResults;
    const ended = (page.conversations ?? []).filter(({ conversationEnd }) => conversationEnd !== undefined);
    lines.push(...ended.map((conversation) => JSON.stringify(conversation)));
    cursor = page.cursor;
  }
  await writeFile(file, `${pickEvenly(lines, PER_DAY).join("\n")}\n`);
}

async function signIn(simulator: { url: string; clientId: string; clientSecret: string }): Promise<Call> {
  const { url, clientId, clientSecret } = simulator;
  const login = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await login.json()) as { access_token: string };
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
}

/** The busiest Wednesdays have a few too many, at any hour. */
function pickEvenly(lines: readonly string[], count: number): string[] {
  if (lines.length < count) throw new RangeError(`the simulated day has ${lines.length} conversations, not ${count}`);
  return Array.from({ length: count }, (_, n) => lines[Math.floor((n * lines.length) / count)] ?? "");
}
