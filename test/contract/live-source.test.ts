import { describe, expect, test } from "vitest";
import { createLiveRig } from "../support/live-rig.ts";

const MINUTE = 60_000;
/** What began is asked for every 15 s, and analytics is up to 5 s late; time goes in steps of 5 s. */
const DELAY = 30_000;
const RIGHT = { missing: [], surplus: [] };

describe("the live source", () => {
  test("begins with all that is active, and keeps up with it", async () => {
    await using rig = await createLiveRig({ perDay: 1_000 });
    expect(rig.active().length).toBeGreaterThan(30);
    for (let checkpoint = 0; checkpoint < 10; checkpoint++) {
      expect(rig.wrong(DELAY), `at ${checkpoint}`).toEqual(RIGHT);
      await rig.pass(30_000);
    }
    expect(rig.live.status()).toMatchObject({ reason: null, refused: [], gaps: [] });
  });

  test("tells each beginning and each end once, and nothing twice", async () => {
    await using rig = await createLiveRig({ perDay: 1_000 });
    await rig.pass(10 * MINUTE);
    const began = rig.changes.filter(({ before }) => before === null).map(({ after }) => after.conversationId);
    const ended = rig.changes.filter(({ after }) => after.record.conversationEnd !== undefined);
    expect(new Set(began).size).toBe(began.length);
    expect(ended.length).toBeGreaterThan(5);
    expect(new Set(ended.map(({ after }) => after.conversationId)).size).toBe(ended.length);
    const known = new Map<string, unknown>();
    for (const { before, after } of rig.changes) {
      expect(before).toBe(known.get(after.conversationId) ?? null);
      known.set(after.conversationId, after);
    }
  });
});
