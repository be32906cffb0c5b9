import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { wrapUp } from "./after-call-work.ts";
import type { Agent } from "./agent.ts";
import { takeDigital } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { enterQueue } from "./queue-entry.ts";
import type { MediaType } from "./world-conversation.ts";

type DigitalMedia = Exclude<MediaType, "voice" | "callback">;

/** How much work one of them is. */
const WORK: Readonly<Record<DigitalMedia, { readonly median: number; readonly sigma: number }>> = {
  chat: { median: 5 * MINUTE_MS, sigma: 0.5 },
  message: { median: 4 * MINUTE_MS, sigma: 0.7 },
  email: { median: 6 * MINUTE_MS, sigma: 0.6 },
};

const MESSAGE_TYPES = ["webmessaging", "webmessaging", "whatsapp", "sms", "open"] as const;
const SUBJECTS = [
  "Question about my order",
  "Invoice",
  "Cannot sign in",
  "Change of address",
  "Delivery date",
  "Complaint",
] as const;

/** A chat, message or e-mail comes in. */
export function startDigital(floor: Floor, draft: Draft, media: DigitalMedia, queue: number, at: number): void {
  const { random } = draft;
  const attributes = { topic: random.pick(["order", "invoice", "access", "delivery"]), source: media };
  const customer = draft.join("customer", { media, direction: "inbound", queue, attributes });
  draft.customerLeg = customer;
  customer.begin("interact", at);
  if (media === "message") customer.facts.messageType = random.pick(MESSAGE_TYPES);
  if (media === "email") customer.facts.subject = random.pick(SUBJECTS);
  const enterAt = media === "chat" ? at + 2 : runFlow(draft, customer, queue, at + 1);
  const answer = (agent: Agent, leg: Leg, then: number) => work(floor, draft, media, agent, leg, then);
  const flowIn = media === "chat" ? {} : { flowIn: "workflow" };
  const waiting = enterQueue(floor, draft, { media, queue, at: enterAt, ...flowIn, answer });
  if (media !== "chat") return;
  floor.agenda.schedule(waiting.since + 20_000 + random.exponential(5 * MINUTE_MS), (then) => {
    if (!floor.leave(waiting, then)) return;
    waiting.acd.close(then, "peer");
    waiting.acd.facts.outcome = "abandoned";
    customer.close(then - 1, "client");
  });
}

/** Messages and mail pass a flow on their way. */
function runFlow(draft: Draft, customer: Leg, queue: number, at: number): number {
  const flow = draft.join("workflow", { media: customer.media, direction: "inbound", peer: customer });
  const until = at + draft.random.integer(180, 1_400);
  flow.add("interact", at, until).disconnect = "transfer";
  flow.facts.flow = { exit: "transfer", queue };
  return until + 4;
}

function work(floor: Floor, draft: Draft, media: DigitalMedia, agent: Agent, leg: Leg, at: number): void {
  const { random } = draft;
  const { median, sigma } = WORK[media];
  if (draft.customerLeg?.facts.messageType !== undefined) leg.facts.messageType = draft.customerLeg.facts.messageType;
  Object.assign(leg.facts, { turns: random.integer(1, 6), responseMs: random.integer(15, 150) * SECOND_MS });
  const remainingMs = 20_000 + random.lognormal(median, sigma);
  const finish = (then: number) => {
    if (draft.arrival.lasts !== undefined) waitForAnswer(draft, media, agent, leg, then);
    else endDigital(draft, media, leg, then, random.chance(0.6) ? "customer" : "agent");
  };
  takeDigital(floor, agent, { media, draft, leg, remainingMs, lastFocus: at, finish }, at);
}

/**
 * The agent waits for somebody else: a message stays on hold until the customer has been silent for long, an e-mail is parked
 * until the answer comes on a later working day, perhaps weeks later, and looked at now and then.
 */
function waitForAnswer(draft: Draft, media: DigitalMedia, agent: Agent, leg: Leg, at: number): void {
  const { random } = draft;
  leg.close(at);
  if (media === "message") {
    const until = at + random.integer(8 * 60, 44 * 60) * MINUTE_MS;
    leg.begin("hold", at);
    endDigital(draft, media, leg, until, "silence");
    return;
  }
  const weeks = draft.arrival.lasts === "answer-after-weeks";
  const hours = weeks ? random.integer(7 * 24, 28 * 24) : random.integer(20, 84);
  const back = skipWeekend(at + hours * HOUR_MS + random.integer(0, HOUR_MS));
  leg.add("parked", touchAgain(draft, agent, leg, at, back), back);
  leg.begin("interact", back);
  endDigital(draft, media, leg, back + 30_000 + random.lognormal(90_000, 0.6), "agent");
}

/** Short looks at an e-mail, once or twice in a shift, or every few days; returns when the last of them was over. */
function touchAgain(draft: Draft, agent: Agent, leg: Leg, at: number, until: number): number {
  const { random } = draft;
  let now = at;
  for (let look = agent.from + random.integer(0, 5 * 60) * MINUTE_MS; look < until; look += nextLook(draft)) {
    if (look < now + 10 * MINUTE_MS || isWeekend(look)) continue;
    const end = look + 40_000 + random.lognormal(3 * MINUTE_MS, 0.6);
    if (end > until - 10 * MINUTE_MS) break;
    leg.add(random.chance(0.3) ? "hold" : "parked", now, look);
    leg.add("interact", look, end);
    now = end;
  }
  return now;
}

/** Later in the same shift, or in the next one; what takes weeks is left alone for days. */
function nextLook({ random, arrival }: Draft): number {
  if (arrival.lasts === "answer-after-weeks") return random.integer(1, 4) * DAY_MS + random.integer(-3, 3) * HOUR_MS;
  return (random.chance(0.5) ? random.integer(90, 240) : random.integer(20 * 60, 25 * 60)) * MINUTE_MS;
}

function isWeekend(instant: number): boolean {
  return (Math.floor(instant / DAY_MS) + 3) % 7 >= 5;
}

/** On Saturdays and Sundays nobody finishes what has waited. */
function skipWeekend(instant: number): number {
  const weekday = (Math.floor(instant / DAY_MS) + 4) % 7;
  return weekday === 6 ? instant + 2 * DAY_MS : weekday === 0 ? instant + DAY_MS : instant;
}

function endDigital(
  draft: Draft,
  media: DigitalMedia,
  leg: Leg,
  at: number,
  by: "customer" | "agent" | "silence",
): void {
  const customer = by === "customer" ? "client" : by === "agent" ? "peer" : "inactivity";
  const agent = by === "customer" ? "peer" : by === "agent" ? "client" : "inactivity";
  draft.customerLeg?.close(
    by === "customer" ? at : at + 3,
    media === "email" && by === "customer" ? "system" : customer,
  );
  wrapUp(draft, leg, at, agent);
}
