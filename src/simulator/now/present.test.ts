import { beforeAll, expect, test } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import { createEffects } from "../../base/effects.ts";
import { DAY_MS, MINUTE_MS } from "../../base/interval.ts";
import { openService } from "../open-service.ts";
import type { Service } from "../rest/service.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import type { AgentState } from "./agent-state.ts";
import { listQueued } from "./observation.ts";
import { requirePresent } from "./present.ts";

const clock = createFakeClock(Date.UTC(2026, 5, 10, 14, 30));

let service: Service;

beforeAll(async () => {
  ({ service } = await openService(parseSimulatorOptions({}), createEffects({ clock })));
});

test("a state lasts from the moment it is told of until another one begins", () => {
  const seen = new Set<string>();
  let before: ReadonlyMap<string, AgentState> = new Map();
  let then = 0;
  for (const until = clock.now() + DAY_MS; clock.now() < until; clock.advance(10 * MINUTE_MS)) {
    const { agents, at } = requirePresent(service);
    for (const [id, state] of agents) {
      seen.add(state.presence).add(state.routing);
      expect(state.presenceSince).toBeLessThanOrEqual(at);
      expect(state.routingSince).toBeLessThanOrEqual(at);
      const earlier = before.get(id);
      if (earlier === undefined) continue;
      if (state.routingSince <= then) expect([id, state.routing]).toEqual([id, earlier.routing]);
      if (state.presenceSince <= then) expect([id, state.presence]).toEqual([id, earlier.presence]);
      if (state.routingSince <= then) expect([id, state.routingSince]).toEqual([id, earlier.routingSince]);
    }
    [before, then] = [agents, at];
  }
  expect([...seen].sort()).toEqual(
    [
      "BREAK",
      "COMMUNICATING",
      "IDLE",
      "INTERACTING",
      "MEAL",
      "NOT_RESPONDING",
      "OFFLINE",
      "OFF_QUEUE",
      "ON_QUEUE",
    ].sort(),
  );
});

test("on duty, who handles something is interacting; off duty nobody is at the queues", () => {
  const { agents } = requirePresent(service);
  for (const { presence, routing, sessions } of agents.values()) {
    const handles = sessions.some(
      ({ participant, activity }) => participant.purpose === "agent" && /interacting|acw/.test(activity),
    );
    if (presence === "OFFLINE") expect(routing).toBe("OFF_QUEUE");
    else expect(routing === "INTERACTING").toBe(handles);
  }
  expect(agents.size).toBe(61);
});

test("the call of a callback counts on the callback, not once more as a call", () => {
  let calls = 0;
  for (const until = clock.now() + DAY_MS; clock.now() < until; clock.advance(10 * MINUTE_MS)) {
    const present = requirePresent(service);
    calls += present.sessions.filter(({ session }) => session.facts.legOfCallback === true).length;
    const counted = listQueued(present, "interacting").map(({ open }) => open.session.facts);
    expect(counted.some(({ legOfCallback }) => legOfCallback === true)).toBe(false);
  }
  expect(calls).toBeGreaterThan(0);
});

test("the same moment is looked at once", () => {
  expect(requirePresent(service)).toBe(requirePresent(service));
});
