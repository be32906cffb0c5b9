import { SECOND_MS } from "../../base/interval.ts";
import type { Agent } from "./agent.ts";
import type { Arrival } from "./arrivals.ts";
import { leaveForgottenVoicemail, leaveVoicemail, orderCallback } from "./callbacks.ts";
import { startOutbound, startUserCall } from "./calls-by-agents.ts";
import { startAttempt } from "./campaigns.ts";
import { startDigital } from "./digital-conversations.ts";
import { Draft, type Leg } from "./draft.ts";
import { FinishedConversation } from "./finished-conversation.ts";
import { Floor } from "./floor.ts";
import { Random } from "./random.ts";
import { queueCall } from "./voice-calls.ts";
import type { WorldConversation } from "./world-conversation.ts";

export interface SiteDayPlan {
  readonly seed: number;
  readonly site: number;
  readonly siteDay: number;
  readonly arrivals: readonly Arrival[];
  readonly agents: readonly Agent[];
  readonly closes: number;
}

/** Runs a site's day: everything that its agents see on it, from begin to end, also what ends later. By ordinal. */
export function simulateSiteDay(plan: SiteDayPlan): readonly FinishedConversation[] {
  const floor = new Floor(plan.agents, plan.closes);
  const drafts: (Draft | undefined)[] = plan.arrivals.map(() => undefined);
  const moments = plan.arrivals.map(({ at }) => at);
  floor.agenda.scheduleEach(moments, (ordinal, at) => {
    const arrival = plan.arrivals[ordinal];
    if (arrival === undefined) return;
    const draft = new Draft(arrival, new Random(plan.seed, 0xc0, plan.site, plan.siteDay, ordinal));
    drafts[ordinal] = draft;
    start(floor, draft, at);
  });
  floor.agenda.runAll();
  return drafts.flatMap((draft, ordinal) => (draft === undefined ? [] : finish(plan, draft, ordinal)));
}

function start(floor: Floor, draft: Draft, at: number): void {
  const { kind, queue, scheduledAt } = draft.arrival;
  switch (kind) {
    case "voice":
      startCall(floor, draft, queue, at);
      break;
    case "night-call":
    case "expiring-callback":
      startNightCall(floor, draft, queue, at, kind === "expiring-callback");
      break;
    case "callback":
      orderCallback(floor, draft, queue, at, scheduledAt);
      break;
    case "campaign":
      startAttempt(floor, draft, queue, at);
      break;
    case "outbound":
      startOutbound(floor, draft, queue, at);
      break;
    case "user":
      startUserCall(floor, draft, at);
      break;
    case "chat":
    case "email":
    case "message":
      startDigital(floor, draft, kind, queue, at);
  }
}

function startCall(floor: Floor, draft: Draft, queue: number, at: number): void {
  const { customer, ivr, from } = answerByIvr(draft, queue, at);
  const { random } = draft;
  const length = 4_000 + random.lognormal(24_000, 0.5);
  ivr.add("ivr", from, from + length);
  if (random.chance(0.04)) {
    endInIvr(customer, ivr);
    return;
  }
  const until = from + length;
  if (ivr.last !== undefined) ivr.last.disconnect = "transfer";
  ivr.facts.flow = { exit: "transfer", queue };
  floor.agenda.schedule(until, () => queueCall(floor, draft, queue, until + 6, "ivr"));
}

/** After hours the menu offers a voicemail, which some callers leave. */
function startNightCall(floor: Floor, draft: Draft, queue: number, at: number, forgotten: boolean): void {
  const { customer, ivr, from } = answerByIvr(draft, queue, at);
  ivr.add("ivr", from, from + draft.random.integer(9, 40) * SECOND_MS);
  if (!forgotten && draft.random.chance(0.4)) {
    endInIvr(customer, ivr);
    return;
  }
  if (ivr.last !== undefined) ivr.last.disconnect = "transfer";
  ivr.facts.flow = { exit: "transfer", queue, voicemail: true };
  const until = (ivr.last?.end ?? at) + 6;
  if (forgotten) leaveForgottenVoicemail(draft, queue, until);
  else leaveVoicemail(floor, draft, queue, until);
}

function answerByIvr(draft: Draft, queue: number, at: number): { customer: Leg; ivr: Leg; from: number } {
  const { random } = draft;
  const connectedAt = at + random.integer(90, 320);
  const attributes = {
    language: random.pick(["en", "de"]),
    tier: random.pick(["basic", "plus", "gold"]),
    reason: random.pick(REASONS),
  };
  const customer = draft.join("customer", { media: "voice", direction: "inbound", queue, attributes });
  draft.customerLeg = customer;
  customer.add("system", at, connectedAt);
  customer.begin("interact", connectedAt);
  const ivr = draft.join("ivr", { media: "voice", direction: "inbound", peer: customer });
  ivr.add("system", at + 40, at + 54);
  return { customer, ivr, from: at + 54 };
}

const REASONS = ["delivery", "invoice", "fault", "contract", "other"] as const;

function endInIvr(customer: Leg, ivr: Leg): void {
  const last = ivr.last;
  if (last === undefined) return;
  last.disconnect = "peer";
  ivr.facts.flow = { exit: "disconnect" };
  customer.close(last.end - 3, "endpoint");
}

const INITIATORS: Readonly<Partial<Record<Arrival["kind"], WorldConversation["initiator"]>>> = {
  outbound: "agent",
  user: "user",
  campaign: "dialer",
};

function finish(plan: SiteDayPlan, draft: Draft, ordinal: number): FinishedConversation {
  const { arrival, participants, conferenceStart, random } = draft;
  let [start, end, activeUntil, voice] = [Number.POSITIVE_INFINITY, 0, 0, false];
  for (const { sessions } of participants) {
    for (const { segments, last, facts, media } of sessions) {
      start = Math.min(start, segments[0]?.start ?? start);
      end = Math.max(end, last?.end ?? 0);
      if (facts.stuck !== true) activeUntil = Math.max(activeUntil, last?.end ?? 0);
      voice ||= media === "voice";
    }
  }
  return new FinishedConversation(plan.seed, {
    ordinal,
    contact: draft.contact,
    site: plan.site,
    siteDay: plan.siteDay,
    start,
    end,
    activeUntil,
    direction:
      participants[0]?.sessions[0]?.direction === "outbound" && arrival.kind !== "callback" ? "outbound" : "inbound",
    initiator: INITIATORS[arrival.kind] ?? "customer",
    campaign: arrival.campaign,
    participants,
    conferenceStart,
    mos: voice ? 4.3 + random.next() * 0.58 : undefined,
  });
}
