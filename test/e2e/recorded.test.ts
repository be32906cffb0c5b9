import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

const recorded = process.env["NOWTHEN_RECORDED"] ?? "";
const details = join(recorded, "details");

describe.skipIf(recorded === "" || !existsSync(details))(
  "recorded records served by the simulator (NOWTHEN_RECORDED)",
  () => {
    const home = createHome();
    let simulator: Simulator;
    beforeAll(async () => {
      simulator = await startSimulator({ records: [details], requestsPerMinute: 1_000_000 });
    });
    afterAll(async () => {
      await simulator.close();
      home[Symbol.dispose]();
    });

    const records = () =>
      readdirSync(details).map(
        (name) =>
          JSON.parse(readFileSync(join(details, name), "utf8")) as {
            conversationId: string;
            conversationStart: string;
          },
      );

    test("are the history of their dates, each once, with the same summaries as from the files", async () => {
      const env = pointAt(simulator, home.path);
      const run = await runNowthen(["history", "--from", "2016-01-01", "--to", "2026-01-01", "--format", "ndjson"], {
        env,
      });
      expect(run.code, run.stderr).toBe(0);
      const rows = parseLines<ConversationSummary>(run.stdout);
      const byStart = records().sort((a, b) => a.conversationStart.localeCompare(b.conversationStart));
      expect(rows.map(({ conversationId }) => conversationId)).toEqual(
        byStart.map(({ conversationId }) => conversationId),
      );
      const files = readdirSync(details).map((name) => join(details, name));
      const fromFiles = parseLines<ConversationSummary>(
        (await runNowthen(["summarize", ...files, "--format", "ndjson"])).stdout,
      );
      for (const row of rows) {
        const { talkMs, heldMs, acwMs, handleMs, offered, answered, state, durationMs } = row;
        expect(fromFiles.find(({ conversationId }) => conversationId === row.conversationId)).toMatchObject({
          talkMs,
          heldMs,
          acwMs,
          handleMs,
          offered,
          answered,
          state,
          durationMs,
        });
      }
    });

    test("can be shown one by one", async () => {
      for (const { conversationId } of records()) {
        const run = await runNowthen(["show", conversationId], { env: pointAt(simulator, home.path) });
        expect(run.code, run.stderr).toBe(0);
        expect(run.stdout).toContain(conversationId);
      }
    });
  },
);
