import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/interval.ts";
import { createEventFeed } from "../../src/simulator/events/create-event-feed.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { World } from "../../src/simulator/world/world.ts";

const folder = join(process.env["NOWTHEN_RECORDED"] ?? "", "notifications");
const hasRecorded = process.env["NOWTHEN_RECORDED"] !== undefined && existsSync(folder);

const BEGIN = Date.UTC(2026, 5, 10, 7);
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}|AGENT_USER_ID/;

/** What only some organisations have: scripts, names of callers, organisations of contacts, attributes of their own. */
const UNCOMMON = /additionalProperties|attributes\.|scriptId|callerIdName|externalOrganizationId/;

interface Envelope {
  readonly topicName: string;
  readonly version: string;
  readonly eventBody: unknown;
}

/** Every path to a value that is no object, with the kind of the value. */
function listPaths(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => listPaths(one, `${path}[]`)))];
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, one]) => listPaths(one, path === "" ? key : `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

describe.skipIf(!hasRecorded)("recorded notifications (NOWTHEN_RECORDED)", () => {
  let told: Map<string, Set<string>>;

  beforeAll(() => {
    const world = new World(1, 400);
    const { users } = world.organisation;
    const conversations = world.livingIn({ from: BEGIN, to: BEGIN + 9 * HOUR_MS });
    const user = ["conversations", "conversations.chats", "conversationsummary"];
    const detail = ["customer.start", "customer.end"];
    const topics = new Set([
      ...users.flatMap(({ id }) => user.map((ending) => `v2.users.${id}.${ending}`)),
      ...conversations.flatMap(({ id }) => detail.map((ending) => `v2.detail.events.conversation.${id}.${ending}`)),
    ]);
    told = new Map();
    for (const { topicName, body } of createEventFeed(world, parseSimulatorOptions({})).between(
      BEGIN,
      BEGIN + 9 * HOUR_MS,
      topics,
    )) {
      const template = topicName.replace(ID, "{id}");
      const paths = told.get(template) ?? new Set();
      told.set(template, paths);
      for (const path of listPaths(JSON.parse(JSON.stringify(body())))) paths.add(path);
    }
  }, 60_000);

  test("hold nothing common that ours never tell, in the same places and of the same kinds", () => {
    let compared = 0;
    for (const name of readdirSync(folder)) {
      const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as Envelope & { detail?: Envelope };
      const { topicName, version, eventBody } = file.detail ?? file;
      if (topicName === undefined) continue;
      const paths = told.get(topicName.replace(ID, "{id}")) ?? new Set();
      const missing = listPaths(eventBody).filter(
        (path) => !paths.has(path) && !UNCOMMON.test(path.split(":")[0] ?? ""),
      );
      expect([name, version, missing]).toEqual([name, "2", []]);
      compared++;
    }
    expect(compared).toBeGreaterThan(3);
  });
});

test.runIf(!hasRecorded)(
  "LOUD: recorded notifications are not compared, because NOWTHEN_RECORDED names no folder of them",
  () => {
    process.stderr.write("\nNOWTHEN_RECORDED is not set: notifications are not compared with recorded ones.\n");
  },
);
