import { expect, onTestFinished, test } from "vitest";
import { connect, type LiveChange } from "../../src/index.ts";
import { type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 2, 10, 10);

async function open(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({
    clock: "stepped",
    clockStart: NOW,
    perDay: 2_000,
    days: 40,
    requestsPerMinute: 1_000_000,
    ...options,
  });
  const home = createHome();
  const organisation = connect({
    env: { ...pointAt(simulator, home.path), NOWTHEN_TIMEOUT: "86400" },
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  onTestFinished(async () => {
    await organisation.close();
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, organisation };
}

/** Takes changes while time goes on, until one is what is looked for. */
async function takeUntil(
  changes: AsyncGenerator<LiveChange>,
  isFound: (change: LiveChange) => boolean,
  step: () => void,
): Promise<LiveChange[]> {
  const taken: LiveChange[] = [];
  const timer = setInterval(step, 5);
  try {
    for (;;) {
      const { value, done } = await changes.next();
      if (done === true) return taken;
      taken.push(value);
      if (isFound(value)) return taken;
    }
  } finally {
    clearInterval(timer);
  }
}

test("a watch begins with what is live, and goes on with each change and what was before it", async () => {
  const { simulator, organisation } = await open();
  const live: string[] = [];
  const { rows } = await organisation.live();
  for await (const { conversationId } of rows) live.push(conversationId);

  const changes = organisation.watch();
  const first: LiveChange[] = [];
  while (first.length < live.length) {
    const { value, done } = await changes.next();
    if (done !== true) first.push(value);
  }
  expect(first.every(({ change, before }) => change === "began" && before === null)).toBe(true);
  expect(first.map(({ conversationId }) => conversationId).sort()).toEqual(live.sort());

  let ends = 0;
  const isFifthEnd = ({ change }: LiveChange) => change === "ended" && ++ends === 5;
  const later = await takeUntil(changes, isFifthEnd, () => simulator.clock.advance(2_000));
  const known = new Map(first.map(({ conversationId, after }) => [conversationId, after]));
  for (const { change, conversationId, before, after } of later) {
    expect(before).toBe(known.get(conversationId) ?? null);
    if (change === "ended" || change === "left") known.delete(conversationId);
    else known.set(conversationId, after);
    if (change === "ended") expect(simulator.truth().byId(conversationId)?.state).toBe("ended");
  }
  expect(later.some(({ change }) => change === "changed")).toBe(true);
  await changes.return(undefined);
});

test("a watch of a queue tells of those in it, and says when one has left it", async () => {
  const { simulator, organisation } = await open();
  const changes = organisation.watch({ queue: "Customer Care" });
  const isGone = ({ change }: LiveChange) => change === "left" || change === "ended";
  const taken = await takeUntil(changes, isGone, () => simulator.clock.advance(2_000));
  for (const { change, after } of taken) {
    const present = after.participants.filter(({ state }) => state !== "disconnected");
    const isIn = after.queues.some(({ name }) => name === "Customer Care") && present.length > 0;
    if (change === "began" || change === "changed") expect(isIn).toBe(true);
  }
  await changes.return(undefined);
});

test("a watch ends with its loop, with its signal, and with the connection, and leaves nothing open", async () => {
  const { simulator, organisation } = await open();
  for await (const { change } of organisation.watch()) {
    expect(change).toBe("began");
    break;
  }
  const stop = new AbortController();
  const signalled = organisation.watch({}, { signal: stop.signal });
  await signalled.next();
  stop.abort();
  for await (const _ of signalled);
  const closed = organisation.watch();
  await closed.next();
  await organisation.close();
  for await (const _ of closed);
  const countSockets = async () => {
    const control = await fetch(`${simulator.url}/simulator/channels`);
    const { channels } = (await control.json()) as { channels: { sockets: number }[] };
    return channels.map(({ sockets }) => sockets);
  };
  await expect.poll(countSockets).toEqual([0, 0, 0]);
});

test("without the permission to listen everything is seen by asking, and that is said", async () => {
  const { organisation } = await open({ withoutPermissions: ["conversation:communication:view"] });
  const changes = organisation.watch();
  expect((await changes.next()).value).toMatchObject({ change: "began" });
  await changes.return(undefined);
});

test("a queue that nobody has is refused as by live", async () => {
  const { organisation } = await open();
  await expect(organisation.watch({ queue: "No Such Queue" }).next()).rejects.toMatchObject({ kind: "not-found" });
});

test("one conversation is followed from segment to segment until it has ended, each told when it begins and when it ends", async () => {
  const { simulator, organisation } = await open();
  const { rows } = await organisation.live({ media: "voice" });
  let id = "";
  for await (const { conversationId, liveState, mediaTypes } of rows)
    if (liveState === "connected" && mediaTypes.length === 1) id = conversationId;
  const timer = setInterval(() => simulator.clock.advance(5_000), 5);
  onTestFinished(() => clearInterval(timer));
  const told: { segmentType: string; startedAt: string | null; endedAt: string | null }[] = [];
  const states: string[] = [];
  for await (const { conversation, entries } of organisation.follow(id)) {
    told.push(...entries);
    states.push(conversation.state);
  }
  expect(states.at(-1)).toBe("ended");
  expect(states.slice(0, -1).every((state) => state === "active")).toBe(true);
  const ended = told.filter(({ endedAt }) => endedAt !== null);
  expect(ended.some(({ segmentType }) => segmentType === "wrapup")).toBe(true);
  // What was open when it began, and what began since, is told open and then ended.
  for (const { segmentType, startedAt } of told.filter(({ endedAt }) => endedAt === null))
    expect(ended).toContainEqual(expect.objectContaining({ segmentType, startedAt }));
  await expect(organisation.follow("00000000-0000-4000-8000-000000000000").next()).rejects.toMatchObject({
    code: "CONVERSATION_UNKNOWN",
  });
});
