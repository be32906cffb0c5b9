// Looks for calls that nothing happens to for some time, in a process of its own: `choose-calls.ts PER_DAY DAYS START`. Looking through all
// that is active takes the best part of a second, in which a simulator would publish nothing.
import { createEffects } from "../../src/base/effects.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { createApi } from "../../src/simulator/rest/create-api.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";
import type { WorldConversation } from "../../src/simulator/world/world-conversation.ts";
import type { Call, CalmCall, Chosen } from "./hold-feed.ts";

const EVERY_MS = 20_000;
/** They are left alone by their organisation for so long at least. */
const CALM_MS = 60_000;

interface Body {
  readonly startTime?: string;
  readonly participants: { readonly purpose?: string; readonly queueId?: string; readonly calls?: Call[] }[];
}

const [perDay, days, clockStart] = process.argv.slice(2);
const options = parseSimulatorOptions({
  perDay: Number(perDay),
  days: Number(days),
  clockStart: Number(clockStart),
  limits: "off",
});
const { service } = await openService(options, createEffects());
const { world, clock } = service;
const api = createApi(service);
const headers = { authorization: `Bearer ${service.tokens.issue("bench")}` };
const told = new Map<string, number>();

/** Those that were not told before. */
async function choose(): Promise<Chosen> {
  const now = clock.now();
  for (const [id, until] of told) if (until < now) told.delete(id);
  const active = world?.activeAt(now) ?? [];
  const calls: CalmCall[] = [];
  for (const conversation of active) {
    const until = findNextMoment(conversation, now);
    if (told.has(conversation.id) || until < now + CALM_MS || !isTalking(conversation, now)) continue;
    const answer = await api.request(`/api/v2/conversations/${conversation.id}`, { headers });
    const call = toCalmCall((await answer.json()) as Body, conversation.id, until);
    if (call === undefined) continue;
    told.set(conversation.id, until);
    calls.push(call);
  }
  return { active: active.length, calls };
}

function* segmentsOf({ participants }: WorldConversation) {
  for (const { purpose, sessions } of participants)
    for (const { media, segments } of sessions) for (const segment of segments) yield { purpose, media, ...segment };
}

function findNextMoment(conversation: WorldConversation, now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { start, end } of segmentsOf(conversation))
    for (const at of [start, end]) if (at > now && at < next) next = at;
  return next;
}

/** One agent talks, nobody else does anything. */
function isTalking(conversation: WorldConversation, now: number): boolean {
  const open = [...segmentsOf(conversation)].filter(({ start, end }) => start <= now && end > now);
  const [one, ...others] = open.filter(({ purpose }) => purpose !== "customer" && purpose !== "external");
  return others.length === 0 && one?.purpose === "agent" && one.media === "voice" && one.type === "interact";
}

function toCalmCall({ startTime: _, ...conversation }: Body, id: string, until: number): CalmCall | undefined {
  const participant = conversation.participants.findIndex(
    ({ purpose, calls = [] }) => purpose === "agent" && calls.some(isConnected),
  );
  const { queueId, calls = [] } = conversation.participants[participant] ?? {};
  if (queueId === undefined) return undefined;
  // Events tell no segments.
  for (const { calls: all = [] } of conversation.participants) for (const one of all) delete one.segments;
  const topicName = `v2.routing.queues.${queueId}.conversations`;
  return { id, topicName, until, conversation, place: { participant, call: calls.findIndex(isConnected) } };
}

function isConnected({ state, held }: Call): boolean {
  return state === "connected" && held !== true;
}

process.on("disconnect", () => process.exit());
for (;;) {
  process.send?.(await choose());
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
