import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type LiveConversationView } from "../../src/index.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 2, 10, 10);

let simulator: Simulator;
let home: ReturnType<typeof createHome>;
let organisation: ReturnType<typeof connect>;
let all: LiveConversationView[];

beforeAll(async () => {
  simulator = await startSimulator({
    clock: "stepped",
    clockStart: NOW,
    perDay: 3_000,
    days: 20,
    lags: "off",
    requestsPerMinute: 1_000_000,
  });
  home = createHome();
  organisation = connect({
    env: pointAt(simulator, home.path),
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  all = await ask({});
});
afterAll(async () => {
  await organisation.close();
  await simulator.close();
  home[Symbol.dispose]();
});

type Asked = Record<string, string | string[]>;

async function ask(asked: Asked): Promise<LiveConversationView[]> {
  const { rows } = await organisation.live(asked);
  const views: LiveConversationView[] = [];
  for await (const view of rows) views.push(view);
  return views;
}

const ids = (views: readonly LiveConversationView[]) => views.map(({ conversationId }) => conversationId).sort();
const presentIn = ({ participants }: LiveConversationView) =>
  participants.filter(({ state }) => state !== "disconnected");

test.each<[Asked, (view: LiveConversationView) => boolean]>([
  [{ media: "email" }, ({ mediaTypes }) => mediaTypes.includes("email")],
  [{ media: ["email", "message"] }, ({ mediaTypes }) => mediaTypes.includes("email") || mediaTypes.includes("message")],
  [{ media: "not:email" }, ({ mediaTypes }) => !mediaTypes.includes("email")],
  [{ direction: "not:outbound" }, ({ direction }) => direction === "inbound"],
  [
    { direction: "inbound", media: "voice" },
    ({ direction, mediaTypes }) => direction === "inbound" && mediaTypes.includes("voice"),
  ],
])("live with %j is what is live and so", async (asked, isSo) => {
  const found = await ask(asked);
  expect(ids(found)).toEqual(ids(all.filter(isSo)));
  expect(found.length).toBeGreaterThan(0);
});

test("of several users or queues it is what one of them still is in", async () => {
  const users = [...new Set(all.flatMap((view) => presentIn(view).flatMap(({ userId }) => userId ?? [])))].slice(0, 3);
  expect(ids(await ask({ user: users }))).toEqual(
    ids(all.filter((view) => presentIn(view).some(({ userId }) => userId !== null && users.includes(userId)))),
  );
  const names = ["Customer Care", "Technical Support"];
  const queueIds = all.flatMap(({ queues }) =>
    queues.flatMap(({ id, name }) => (names.includes(name ?? "") ? [id] : [])),
  );
  expect(ids(await ask({ queue: names }))).toEqual(
    ids(all.filter((view) => presentIn(view).some(({ queueId }) => queueId !== null && queueIds.includes(queueId)))),
  );
});

test("a report is narrowed in both of its parts", async () => {
  const { active, history } = await organisation.report({ media: "email", days: "1" });
  expect(ids(active)).toEqual(ids(all.filter(({ mediaTypes }) => mediaTypes.includes("email"))));
  for await (const { mediaTypes } of history) expect(mediaTypes).toContain("email");
});

test("a watch is narrowed by the same", async () => {
  const wanted = ids(all.filter(({ mediaTypes }) => mediaTypes.includes("message")));
  const found: string[] = [];
  for await (const { conversationId } of organisation.watch({ media: "message" })) {
    found.push(conversationId);
    if (found.length === wanted.length) break;
  }
  expect(found.sort()).toEqual(wanted);
});
