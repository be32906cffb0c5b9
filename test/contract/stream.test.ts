import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { measureHeapMb } from "../support/measure-heap.ts";
import { createStreamRig } from "../support/stream-rig.ts";

const A = "v2.users.3f1b7a0e-5c2d-4b8a-9e6f-1a2b3c4d5e6f.presence";
const B = "v2.routing.queues.7d3c2b1a-0f9e-4d8c-b7a6-5f4e3d2c1b0a.conversations";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ONE_EACH = { channelTopicsMax: 1 };
/** Where time leaps by half a minute, a connection that takes a millisecond takes that. */
const PATIENT = { silenceMs: 2 * MINUTE, answerMs: MINUTE };

describe("a stream", () => {
  test("gives what is published on its topics from the moment when it is open", async () => {
    await using opened = await createStreamRig({ topics: [A, B] });
    await opened.pass(MINUTE);
    expect(opened.missing(A)).toEqual([]);
    expect(opened.missing(B)).toEqual([]);
    expect(opened.messages).toHaveLength(24);
    expect(opened.stream.status()).toMatchObject({
      topics: 2,
      events: 24,
      reconnects: 0,
      channels: [{ connected: true }],
    });
  });

  test("a connection that breaks is opened again, and the time between is a gap of its topics", async () => {
    await using opened = await createStreamRig({ topics: [A, B], stream: ONE_EACH });
    await opened.pass(MINUTE);
    await opened.control("channels", { closeSockets: true });
    await opened.pass(2 * MINUTE);
    const gaps = opened.gaps().map(({ reason, topics }) => ({ reason, topics }));
    expect(gaps).toHaveLength(2);
    for (const topic of [A, B]) expect(gaps).toContainEqual({ reason: "connection-lost", topics: [topic] });
    expect(opened.missing(A)).toEqual([]);
    expect(opened.missing(B)).toEqual([]);
  });

  test("a channel that another one has pushed out is replaced, and that is said", async () => {
    await using opened = await createStreamRig({ topics: [A] });
    await opened.pass(MINUTE);
    await opened.control("channels", { evict: true });
    await opened.pass(MINUTE);
    expect(opened.gaps()).toMatchObject([{ reason: "evicted" }]);
    expect(opened.missing(A)).toEqual([]);
    expect(opened.stream.status()).toMatchObject({ reconnects: 1, channels: [{ connected: true }] });
  });

  test("before a maintenance another connection takes over, and nothing is lost", async () => {
    await using opened = await createStreamRig({ topics: [A] });
    await opened.pass(MINUTE);
    await opened.control("channels", { announceClosing: true });
    await opened.pass(3 * MINUTE);
    expect(opened.gaps()).toEqual([]);
    expect(opened.missing(A)).toEqual([]);
    expect(opened.stream.status().reconnects).toBe(1);
  });

  test("a day and its renewals lose nothing, by token and by channel", async () => {
    for (const simulator of [{ tokenSeconds: 10_000 }, { tokenSeconds: 172_800, channelLifetime: 5 * HOUR }]) {
      await using opened = await createStreamRig({
        topics: [A],
        hours: 25,
        everyMs: 30_000,
        simulator,
        stream: PATIENT,
      });
      await opened.pass(HOUR);
      const timers = opened.waiting();
      const heapMb = measureHeapMb();
      await opened.pass(24 * HOUR);
      expect(opened.waiting()).toBe(timers);
      // The test keeps what has come, and the simulator what was asked: some two megabytes in a day.
      expect(measureHeapMb() - heapMb).toBeLessThan(6);
      expect(opened.messages.length).toBeGreaterThan(25 * 110);
      expect(opened.gaps()).toEqual([]);
      expect(opened.missing(A)).toEqual([]);
    }
  });
});

/** What goes wrong in one moment: with channels, or with the requests and connections that come next. */
const mishap = fc.constantFrom<readonly [name: string, what: "channels" | "faults", body: object]>(
  ["closed", "channels", { closeSockets: true }],
  ["evicted", "channels", { evict: true }],
  ["maintenance", "channels", { announceClosing: true }],
  ["refused", "faults", { faults: [{ match: { path: "/channels/" }, times: 2, do: { status: 503 } }] }],
  ["reset", "faults", { faults: [{ match: { path: "/channels" }, times: 2, do: { resetConnection: true } }] }],
  ["limited", "faults", { faults: [{ match: { path: "/notifications" }, do: { status: 429, retryAfter: 7 } }] }],
  ["token", "faults", { faults: [{ match: { path: "/notifications" }, do: { expireToken: true } }] }],
  ["doubled", "faults", { faults: [{ match: { topic: "v2." }, times: 3, do: { duplicateEvent: true } }] }],
  ["reordered", "faults", { faults: [{ match: { topic: "v2." }, times: 2, do: { reorderEvent: true } }] }],
  ["delayed", "faults", { faults: [{ match: { topic: "v2." }, times: 2, do: { delayEventMs: 9_000 } }] }],
);

const met: Record<string, number> = {};
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 12);
const SEED = Number(process.env["NOWTHEN_SEED"] ?? 5);

test("whatever goes wrong, each event arrives or lies within a gap, and afterwards all arrive again", {
  timeout: RUNS * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), mishap), { minLength: 1, maxLength: 6 }),
      fc.constantFrom({}, { channelLifetime: 2 * MINUTE }, { tokenSeconds: 400 }),
      async (mishaps, simulator) => {
        await using opened = await createStreamRig({ topics: [A, B], simulator, stream: ONE_EACH });
        for (const [steps, [name, what, body]] of mishaps) {
          met[name] = (met[name] ?? 0) + 1;
          await opened.control(what, body);
          await opened.pass(steps * 5_000);
        }
        await opened.pass(5 * MINUTE);
        for (const topic of [A, B]) expect(opened.missing(topic)).toEqual([]);
        for (const { reason } of opened.gaps()) met[reason] = (met[reason] ?? 0) + 1;
        const settled = opened.gaps().length;
        await opened.pass(MINUTE);
        expect(opened.stream.status().channels.map(({ connected }) => connected)).toEqual([true, true]);
        expect(opened.gaps()).toHaveLength(settled);
      },
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
});

afterAll(() => {
  process.stdout.write(`stream, seed ${SEED}, met: ${JSON.stringify(met)}\n`);
  for (const what of ["closed", "evicted", "maintenance", "refused", "token", "connection-lost"])
    expect(met[what] ?? 0, what).toBeGreaterThan(0);
});
