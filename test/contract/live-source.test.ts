import { describe, expect, test } from "vitest";
import { createLiveRig } from "../support/live-rig.ts";

const MINUTE = 60_000;
/** What began is asked for every 15 s, and analytics is up to 5 s late; time goes in steps of 5 s. */
const DELAY = 30_000;

describe("the live source", () => {
  test("begins with all that is active, and keeps up with it", async () => {
    await using rig = await createLiveRig();
    expect(rig.active().length).toBeGreaterThan(30);
    expect(rig.wrong(DELAY)).toEqual({ missing: [], surplus: [] });
    for (let step = 0; step < 20; step++) {
      await rig.pass(30_000);
      expect(rig.wrong(DELAY), `after ${step}`).toEqual({ missing: [], surplus: [] });
    }
    expect(rig.live.status()).toMatchObject({ reason: null, refused: [], gaps: [] });
  });
});
