import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { history } from "../../src/ask/questions/history.ts";
import { QUESTIONS } from "../../src/ask/questions.ts";
import { DAY_MS, toIso } from "../../src/base/interval.ts";
import type { ConversationSummary } from "../../src/index.ts";
import { openServerRig, type ServerRig } from "../support/server-rig.ts";

describe("the questions over HTTP", () => {
  let rig: ServerRig;
  let url: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the wire says, as a client reads it.
  let get: (path: string, status?: number) => Promise<any>;
  let someone: ConversationSummary;
  /** A range that is over, the same for all: simulated time runs on. */
  let range: string;
  beforeAll(async () => {
    // Time goes on as fast as a job needs it to.
    rig = await openServerRig({ clock: "x200" });
    await rig.app.sync({ since: "6d" });
    const now = rig.simulator.clock.now();
    range = `from=${toIso(now - 4 * DAY_MS)}&to=${toIso(now - DAY_MS)}`;
    url = await rig.serve({ allowance: { burst: 10_000, perSecond: 10_000 } });
    get = async (path, status = 200) => {
      const response = await fetch(`${url}${path}`);
      const body = await response.json();
      expect(response.status, JSON.stringify(body)).toBe(status);
      return body;
    };
    const { rows } = await get("/api/v1/history?days=3&source=store&limit=50&sort=-talkMs");
    someone = rows[0];
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  const paths = () => ({
    report: "/api/v1/report?days=1",
    live: "/api/v1/live",
    queues: "/api/v1/queues",
    history: `/api/v1/history?${range}&source=store`,
    show: `/api/v1/show/${someone.conversationId}`,
    stats: `/api/v1/stats?by=queue&by=media&${range}`,
    verify: `/api/v1/verify?${range}`,
  });

  test("give what the questions give, one by one, and are as their document says", async () => {
    const document = await get("/api/v1/openapi.json");
    expect(await new Validator().validate(document)).toEqual({ valid: true });
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addSchema({ $id: "api", ...document });
    const asked = paths();
    expect(Object.keys(asked).sort()).toEqual(Object.keys(QUESTIONS).sort());
    for (const [name, path] of Object.entries(asked)) {
      const body = await get(path);
      const schema = `api#/components/schemas/${name[0]?.toUpperCase()}${name.slice(1)}Body`;
      expect(ajv.validate(schema, body), `${name}: ${JSON.stringify(ajv.errors?.slice(0, 3))}`).toBe(true);
      // There is nothing to verify: the copy is right.
      if (name !== "verify") expect(body.rows.length, name).toBeGreaterThan(0);
      expect(body.meta.rows, name).toBe(body.rows.length);
      const explained = await get(path.replace("/api/v1/", "/api/v1/explain/"));
      expect(ajv.validate("api#/components/schemas/ExplanationBody", explained), name).toBe(true);
      const described = Object.entries<{ get: { parameters?: { name: string }[] } }>(document.paths).find(
        ([template]) => template.split("/")[3] === name,
      )?.[1].get.parameters;
      const parameters = Object.keys(QUESTIONS[name as keyof typeof QUESTIONS].parameters);
      expect((described ?? []).map((one) => one.name)).toEqual(expect.arrayContaining(parameters));
    }
  });

  test("give rows alone as CSV and NDJSON, the same ones", async () => {
    const path = `/api/v1/history?${range}&source=store`;
    const { rows } = await get(path);
    const lines = (await (await fetch(`${url}${path}&format=ndjson`)).text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
    const response = await fetch(`${url}${path}&format=csv`);
    expect(response.headers.get("content-disposition")).toContain("nowthen-history.csv");
    const csv = (await response.text()).trim().split("\n");
    expect(csv[0]).toMatch(/^conversationId,/);
    expect(csv.length).toBeGreaterThan(rows.length);
  });

  test.each([
    ["/api/v1/history?dayz=1", 400, "PARAMETER_UNKNOWN"],
    ["/api/v1/history?days=soon", 400, "PARAMETER_INVALID"],
    ["/api/v1/history?format=xml", 400, "PARAMETER_INVALID"],
    ["/api/v1/stats?by=weather", 400, "PARAMETER_INVALID"],
    ["/api/v1/history?from=2031-01-01", 400, "RANGE_IN_FUTURE"],
    ["/api/v1/live?queue=No%20such%20queue", 404, "QUEUE_UNKNOWN"],
    ["/api/v1/show/00000000-0000-4000-8000-000000000000", 404, "CONVERSATION_UNKNOWN"],
    ["/api/v1/nothing", 404, "PATH_UNKNOWN"],
  ])("refuse %s with what was wrong and what to do", async (path, status, code) => {
    const { error } = await get(path, status);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/\w/), hint: expect.stringMatching(/\w/) });
  });

  test("give pages of the copy in any order and with any filter, that together are all that there is, once", async () => {
    const all = (await get(`/api/v1/history?${range}&source=store`)).rows as ConversationSummary[];
    expect(all.length).toBeGreaterThan(100);
    const records = [];
    for await (const run of (await readStore()).conversations({})) records.push(...run.map(({ record }) => record));
    const one = <T>(values: (T | null | undefined)[]) =>
      [...new Set(values.filter((value) => value != null))].slice(0, 12);
    const sessions = records.flatMap(({ participants = [] }) => participants.flatMap(({ sessions = [] }) => sessions));
    const segments = sessions.flatMap(({ segments: own = [] }) => own);
    const anis = one(sessions.map(({ ani }) => ani)).flatMap((ani) => [
      ani,
      ani.replace(/^tel:/, ""),
      ani.replace(/^tel:\+(\d)(\d{3})/, "+$1 ($2) "),
    ]);
    const choices: Record<string, readonly string[]> = {
      queue: one(segments.map(({ queueId }) => queueId)),
      user: one(records.flatMap(({ participants = [] }) => participants.map(({ userId }) => userId))),
      media: ["voice", "callback", "email", "message"],
      direction: ["inbound", "outbound"],
      wrapUp: one(segments.map(({ wrapUpCode }) => wrapUpCode)),
      disconnect: one(segments.map(({ disconnectType }) => disconnectType)),
      ani: anis,
      minDuration: ["30s", "5m"],
      maxDuration: ["2m", "1h"],
      attribute: one(
        records.flatMap(({ participants = [] }) =>
          participants.flatMap(({ attributes = {} }) =>
            Object.entries(attributes).map(([name, value]) => `${name}=${value}`),
          ),
        ),
      ),
    };
    const names = Object.keys(choices).filter((name) => (choices[name] ?? []).length > 0);
    const filter = fc.constantFrom(...names).chain((name) =>
      fc.record({
        name: fc.constant(name),
        value: fc.constantFrom(...(choices[name] ?? [])),
        not: fc.boolean().map((not) => not && !name.endsWith("Duration")),
      }),
    );
    let met = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(filter, { maxLength: 3, selector: ({ name }) => name }),
        fc.constantFrom("startedAt", "-startedAt", "durationMs", "-durationMs", "-talkMs", "acdMs"),
        fc.integer({ min: 20, max: 90 }),
        async (filters, sort, limit) => {
          const query = filters
            .map(({ name, value, not }) => `&${name}=${encodeURIComponent((not ? "not:" : "") + value)}`)
            .join("");
          // Answered from the records themselves, by the rule that all sources share.
          const { rows } = await rig.app.ask(history, toRaw(`${range}${query}&source=store`));
          const wanted = [];
          for await (const row of rows) wanted.push(row.conversationId);
          const paged: ConversationSummary[] = [];
          let total = Number.POSITIVE_INFINITY;
          for (let offset = 0; offset < total; offset += limit) {
            const page = await get(
              `/api/v1/history?${range}${query}&source=store&sort=${sort}&limit=${limit}&offset=${offset}`,
            );
            total = page.meta.total;
            paged.push(...page.rows);
          }
          expect(paged.map(({ conversationId }) => conversationId).sort()).toEqual(wanted.sort());
          const field = sort.replace("-", "") as "durationMs";
          const values = paged.map((row) => row[field]).filter((value) => value !== null);
          const sign = sort.startsWith("-") ? -1 : 1;
          expect(values.every((value, n) => n === 0 || sign * compare(values[n - 1] ?? 0, value) <= 0)).toBe(true);
          met += Math.min(1, wanted.length);
        },
      ),
      { numRuns: Number(process.env["NOWTHEN_RUNS"] ?? 25), seed: Number(process.env["NOWTHEN_SEED"] ?? 71) },
    );
    expect(met).toBeGreaterThan(5);
  });

  const readStore = async () => {
    const { openServedStore } = await import("../../src/store/duckdb/open-duckdb-store.ts");
    const path = (await rig.app.copyStatus())?.status.path ?? "";
    const store = await openServedStore(path, { clock: rig.simulator.clock, uuid: () => "", log: () => {} });
    if (store === null) throw new Error("nobody answers for the store");
    return store;
  };
});

function compare(one: number | string, other: number | string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function toRaw(query: string): Record<string, string | string[]> {
  const raw: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query))
    raw[name] = name in history.parameters && isMany(name) ? [value] : value;
  return raw;
}

function isMany(name: string): boolean {
  return history.parameters[name as keyof typeof history.parameters].many === true;
}
