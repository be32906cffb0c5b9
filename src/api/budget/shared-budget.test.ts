import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { Budget } from "./budget.ts";
import type { Urgency } from "./budget-record.ts";
import { Ledger } from "./ledger.ts";
import { SharedJournal } from "./shared-journal.ts";

const base = mkdtempSync(join(tmpdir(), "nowthen-budget-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** What happened in all runs together: a case that never occurred proves nothing. */
const occurred = { windows: 0, kills: 0, moves: 0, most: 0 };

interface Case {
  allowed: number;
  /** Milliseconds to the server, and back. */
  latencies: readonly number[];
  processes: readonly { urgency: Urgency; startsAt: number; killedAt: number | undefined; places: number }[];
  rounding: "up" | "down";
}

const aCase: fc.Arbitrary<Case> = fc.record({
  allowed: fc.integer({ min: 20, max: 800 }),
  latencies: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
  processes: fc.array(
    fc.record({
      urgency: fc.constantFrom<Urgency>("question", "bulk"),
      startsAt: fc.integer({ min: 0, max: 90 * SECOND_MS }),
      killedAt: fc.option(fc.integer({ min: 0, max: 120 * SECOND_MS }), { nil: undefined }),
      places: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  rounding: fc.constantFrom("up", "down"),
});

/** A server that counts fixed minutes, each beginning with its first request, as the simulator does. */
function createServer(allowed: number, rounding: Case["rounding"]) {
  let endsAt = 0;
  let used = 0;
  const counts: number[] = [];
  return {
    counts,
    receive(now: number): Record<string, string> {
      if (now >= endsAt) {
        endsAt = now + MINUTE_MS;
        used = 0;
        counts.push(0);
      }
      used += 1;
      counts[counts.length - 1] = used;
      const reset = (endsAt - now) / SECOND_MS;
      return {
        "inin-ratelimit-count": String(used),
        "inin-ratelimit-allowed": String(allowed),
        "inin-ratelimit-reset": String(rounding === "up" ? Math.ceil(reset) : Math.floor(reset)),
      };
    },
  };
}

/** Processes that send as fast as they may for three minutes; returns the server's counts by window. */
function run({ allowed, latencies, processes, rounding }: Case): number[] {
  const folder = mkdtempSync(join(base, "run-"));
  const clock = createFakeClock();
  const begun = clock.now();
  const server = createServer(allowed, rounding);
  let sent = 0;
  const latency = () => latencies[sent++ % latencies.length] ?? 1;
  for (const [index, { urgency, startsAt, killedAt, places }] of processes.entries()) {
    let budget: Budget | undefined;
    const isDead = () => killedAt !== undefined && clock.now() - begun >= killedAt + startsAt;
    const step = () => {
      if (isDead() || budget === undefined || clock.now() - begun > 3 * MINUTE_MS) return;
      const wait = budget.take(urgency);
      if (wait !== undefined) return void clock.after(Math.max(1, wait.until - clock.now()), step);
      const sentAt = clock.now();
      clock.after(latency(), () => {
        const headers = server.receive(clock.now());
        clock.after(latency(), () => {
          if (isDead()) return;
          budget?.observe(headers, sentAt);
          step();
        });
      });
    };
    clock.after(startsAt, () => {
      const ledger = new Ledger();
      const onTrouble = (error: unknown) => {
        throw error;
      };
      const journal = new SharedJournal({ folder, name: "c", ledger, onTrouble });
      budget = new Budget({ clock, ledger, journal, name: `p${index}` });
      for (let place = 0; place < places; place++) step();
    });
    if (killedAt !== undefined) occurred.kills += 1;
  }
  for (let now = 0; now < 3.5 * MINUTE_MS; now += 7) clock.advance(7);
  if (readdirSync(folder).some((file) => !file.endsWith("-0.log"))) occurred.moves += 1;
  rmSync(folder, { recursive: true });
  return server.counts;
}

test("however many processes share a client, are late or killed: none provokes a refusal", () => {
  fc.assert(
    fc.property(aCase, (drawn) => {
      const counts = run(drawn);
      for (const count of counts) expect(count).toBeLessThanOrEqual(drawn.allowed);
      occurred.windows += counts.length;
      occurred.most = Math.max(occurred.most, ...counts.map((count) => count / drawn.allowed));
    }),
    { numRuns: 150 },
  );
  process.stdout.write(`shared budget: ${JSON.stringify(occurred)}\n`);
  expect(occurred.windows).toBeGreaterThan(300);
  expect(occurred.kills).toBeGreaterThan(50);
  expect(occurred.moves).toBeGreaterThan(1);
  expect(occurred.most).toBeGreaterThan(0.95);
});
