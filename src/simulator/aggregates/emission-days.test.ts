import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { Lateness } from "../lateness.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import { World } from "../world/world.ts";
import { EmissionDays } from "./emission-days.ts";
import { toEmissions } from "./session-emissions.ts";

const AT_ONCE = new Lateness(parseSimulatorOptions({ lags: "off" }));
const TODAY = Math.floor(Date.UTC(2026, 5, 10) / DAY_MS);

test("every emission is found by who asks for its day, however long after the begin it is", () => {
  const world = new World(3, 60);
  for (let day = TODAY - 140; day < TODAY; day += 1) {
    const days = new EmissionDays(world, 400, AT_ONCE);
    const late = world
      .startingOn(day)
      .flatMap((conversation) => toEmissions(world.organisation, conversation))
      .flatMap((session) => session.emissions.map(({ at }) => ({ session, on: Math.floor(at / DAY_MS) })))
      .filter(({ on }) => on > day + 2);
    for (const { session, on } of late) {
      const found = [...days.emittingIn({ from: on * DAY_MS, to: (on + 1) * DAY_MS }, (on + 1) * DAY_MS)];
      const ids = found.map(({ conversation }) => conversation.id);
      expect(ids, `day ${day}, emission on ${on - day}`).toContain(session.conversation.id);
    }
  }
});

test("nothing of before the history's begin emits", () => {
  const days = new EmissionDays(new World(3, 60), 2, AT_ONCE);
  const now = TODAY * DAY_MS;
  const begins = [...days.emittingIn({ from: now - 30 * DAY_MS, to: now }, now)].map((one) => one.conversation.start);
  expect(Math.min(...begins)).toBeGreaterThanOrEqual(now - 2 * DAY_MS);
});
