import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { loadRecords } from "./load-records.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nowthen-records-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function makeRecord(conversationId: string, start: string): AnalyticsConversation {
  const segment = { segmentStart: start, segmentType: "interact", queueId: "queue-1" };
  return {
    conversationId,
    conversationStart: start,
    conversationEnd: start.replace("T10", "T11"),
    divisionIds: ["division-1"],
    participants: [
      {
        purpose: "customer",
        participantName: "Cara",
        attributes: { a: "1" },
        sessions: [{ mediaType: "voice", segments: [segment] }],
      },
      { purpose: "acd", participantName: "Sales", sessions: [{ mediaType: "voice", segments: [segment] }] },
      {
        purpose: "agent",
        userId: "user-1",
        sessions: [
          { mediaType: "voice", segments: [segment, { ...segment, segmentType: "wrapup", wrapUpCode: "code-1" }] },
        ],
      },
    ],
  };
}

const [old, recent] = [makeRecord("a", "2016-09-06T10:38:12.756Z"), makeRecord("b", "2024-02-06T10:30:00.000Z")];

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test("a file is a record, a list, a query's answer, or a record a line; a folder is all its files", async () => {
  const single = await write("single.json", JSON.stringify(old, null, 2));
  expect(await loadRecords([single])).toEqual([old]);
  expect(await loadRecords([await write("list.json", JSON.stringify([old, recent]))])).toEqual([old, recent]);
  expect(
    await loadRecords([await write("answer.json", JSON.stringify({ conversations: [old, recent], totalHits: 2 }))]),
  ).toEqual([old, recent]);
  expect(
    await loadRecords([await write("lines.ndjson", `${JSON.stringify(old)}\n${JSON.stringify(recent)}\n`)]),
  ).toEqual([old, recent]);
  expect((await loadRecords([folder])).map(({ conversationId }) => conversationId).sort()).toEqual(["a", "b"]);
});

test("what cannot be served is refused with its file", async () => {
  await expect(loadRecords([join(folder, "missing.json")])).rejects.toMatchObject({
    kind: "input",
    message: expect.stringContaining("missing.json"),
  });
  await expect(loadRecords([await write("other.txt", '{"id":"x"}')])).rejects.toMatchObject({
    kind: "input",
    message: expect.stringContaining("conversationId"),
  });
  await expect(loadRecords([await write("broken.txt", `${JSON.stringify(old)}\n{`)])).rejects.toMatchObject({
    message: expect.stringContaining("line 2"),
  });
});

describe("served instead of an invented world", () => {
  test("records come back by interval and by id, however old they are, without attributes", async () => {
    const { post, get } = await createSimulatorClient({
      records: [await write("both.json", JSON.stringify([old, recent]))],
    });
    const interval = (day: string) => ({ interval: `${day}T00:00:00Z/${day}T23:59:59Z` });
    const query = (day: string) => post("/api/v2/analytics/conversations/details/query", interval(day));
    const answer = await query("2016-09-06");
    expect(answer.body).toMatchObject({ totalHits: 1, conversations: [{ conversationId: "a" }] });
    expect(JSON.stringify(answer.body)).not.toContain("attributes");
    expect((await query("2016-09-07")).body).toEqual({ totalHits: 0 });
    expect((await get("/api/v2/analytics/conversations/b/details")).body.conversationStart).toBe(
      "2024-02-06T10:30:00.000Z",
    );
  });

  test("the names are those that the records mention", async () => {
    const { get, truth } = await createSimulatorClient({
      records: [await write("names.json", JSON.stringify([recent]))],
    });
    expect((await get("/api/v2/routing/queues")).body.entities).toMatchObject([{ id: "queue-1", name: "Sales" }]);
    expect((await get("/api/v2/users")).body.entities).toMatchObject([{ id: "user-1", name: "User user-1" }]);
    expect((await get("/api/v2/routing/wrapupcodes")).body.entities).toMatchObject([{ id: "code-1" }]);
    expect((await get("/api/v2/authorization/divisions")).body.entities).toMatchObject([{ id: "division-1" }]);
    expect(() => truth.byId("b")).toThrow("knows no truth");
  });

  test("what has no end is still live", async () => {
    const { conversationEnd: _, ...open } = recent ?? { conversationId: "b" };
    const { get } = await createSimulatorClient({ records: [await write("open.json", JSON.stringify(open))] });
    expect((await get("/api/v2/conversations/b")).body).toMatchObject({
      id: "b",
      participants: [{ calls: [{ state: "connected" }], chats: [] }, {}, {}],
    });
  });
});
