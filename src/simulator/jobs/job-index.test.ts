import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIso } from "../../base/interval.ts";
import { toRecordedDirectory } from "../recorded/recorded-directory.ts";
import { RecordedSource } from "../recorded/recorded-source.ts";
import { Grant } from "../rest/permissions.ts";
import type { DetailsJob } from "./details-job.ts";
import { buildJobIndex } from "./job-index.ts";
import { LastingConversations } from "./lasting-conversations.ts";

const FROM = Date.UTC(2026, 2, 10);
const LAKE = FROM + 12 * HOUR_MS;

function recorded(conversationId: string, start: number, end?: number) {
  const conversationEnd = end === undefined ? {} : { conversationEnd: toIso(end) };
  return { conversationId, conversationStart: toIso(start), ...conversationEnd, participants: [] };
}

const RECORDS = [
  recorded("open for 100 days", FROM - 100 * DAY_MS),
  recorded("ended before", FROM - 2 * DAY_MS, FROM - 1),
  recorded("over midnight", FROM - HOUR_MS, FROM + HOUR_MS),
  recorded("within", FROM + HOUR_MS, FROM + 2 * HOUR_MS),
  recorded("began when the lake ended", LAKE, LAKE + 1),
  recorded("not yet in the lake", LAKE + 1, LAKE + 2),
];

async function find(isWanted = () => true): Promise<string[]> {
  const source = new RecordedSource(RECORDS);
  const grant = new Grant(toRecordedDirectory(RECORDS, "organisation"), [], []);
  const job: DetailsJob = {
    id: "job",
    clientId: "client",
    query: {
      interval: { from: FROM, to: FROM + DAY_MS },
      order: "asc",
      orderBy: "conversationStart",
      matches: undefined,
      settlesLate: false,
      filterKey: "",
      startOfDay: false,
      limit: Number.POSITIVE_INFINITY,
    },
    submittedAt: LAKE,
    begunAt: LAKE,
    completedAt: LAKE,
    expiresAt: LAKE + DAY_MS,
    failure: undefined,
    availableUntil: LAKE,
    partial: undefined,
  };
  const world = { source, grant, lasting: new LastingConversations(source) };
  const index = await buildJobIndex(world, job, isWanted);
  return index.slice(0, index.length).map(({ id }) => id);
}

test("what overlaps the interval is found however long before it began, and nothing that the lake does not have", async () => {
  expect(await find()).toEqual(["open for 100 days", "over midnight", "within", "began when the lake ended"]);
});

test("nobody goes on looking for a job that is not wanted any more", async () => {
  expect(await find(() => false)).toEqual([]);
});
