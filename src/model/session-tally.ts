import type { AnalyticsParticipant, AnalyticsSession } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/** What the metrics of one session add up to. Times in milliseconds. */
export interface MetricTally {
  offered: number;
  acdMs: number;
  answered: number;
  answeredWaitMs: number;
  abandoned: boolean;
  ivrMs: number;
  voicemailMs: number;
  talkMs: number;
  heldMs: number;
  holdCount: number;
  acwMs: number;
  /** `null` when the session talked and has no `tHandle`. */
  handleMs: number | null;
  handleCount: number;
  contactingMs: number;
  dialingMs: number;
  notResponding: number;
  notRespondingMs: number;
  transferred: number;
  blindTransferred: number;
  consultTransferred: number;
  consults: number;
  /** When each offer was emitted; not-a-number where the date can't be read. */
  offeredAt: number[];
}

export interface Reading {
  participant: AnalyticsParticipant;
  session: AnalyticsSession;
  tally: MetricTally;
}

export function createTally(): MetricTally {
  return {
    offered: 0,
    acdMs: 0,
    answered: 0,
    answeredWaitMs: 0,
    abandoned: false,
    ivrMs: 0,
    voicemailMs: 0,
    talkMs: 0,
    heldMs: 0,
    holdCount: 0,
    acwMs: 0,
    handleMs: 0,
    handleCount: 0,
    contactingMs: 0,
    dialingMs: 0,
    notResponding: 0,
    notRespondingMs: 0,
    transferred: 0,
    blindTransferred: 0,
    consultTransferred: 0,
    consults: 0,
    offeredAt: [],
  };
}

/**
 * Adds up one session by its metrics. `tTalkComplete` is the sum of the session's `tTalk` and comes with the last of
 * them, so exactly one of the two counts (both together double talk); holds likewise.
 */
export function tallyMetrics(session: AnalyticsSession, warn: (message: string) => void): MetricTally {
  const tally = createTally();
  let talkComplete: number | undefined;
  let heldComplete: number | undefined;
  let talked = false;
  for (const { name, value, emitDate } of session.metrics ?? []) {
    if (typeof name !== "string") continue;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      warn(`metric ${name} of session ${session.sessionId ?? "(no id)"} has no numeric value and is left out`);
      continue;
    }
    switch (name) {
      case "tTalk":
        tally.talkMs += value;
        talked = true;
        break;
      case "tTalkComplete":
        talkComplete = (talkComplete ?? 0) + value;
        talked = true;
        break;
      case "tHeld":
        tally.heldMs += value;
        tally.holdCount += 1;
        break;
      case "tHeldComplete":
        heldComplete = (heldComplete ?? 0) + value;
        break;
      case "nOffered":
        tally.offered += value;
        tally.offeredAt.push(parseWireInstant(emitDate) ?? Number.NaN);
        break;
      case "tAnswered":
        tally.answered += 1;
        tally.answeredWaitMs += value;
        break;
      case "tHandle":
        tally.handleMs = (tally.handleMs ?? 0) + value;
        tally.handleCount += 1;
        break;
      case "tNotResponding":
        tally.notResponding += 1;
        tally.notRespondingMs += value;
        break;
      case "tAbandon":
        tally.abandoned = true;
        break;
      default: {
        const field = PLAIN_SUMS[name];
        if (field !== undefined) tally[field] += value;
      }
    }
  }
  tally.talkMs = talkComplete ?? tally.talkMs;
  tally.heldMs = heldComplete ?? tally.heldMs;
  if (heldComplete !== undefined && heldComplete > 0 && tally.holdCount === 0) tally.holdCount = 1;
  if (talked && tally.handleCount === 0) tally.handleMs = null;
  return tally;
}

type SumField = {
  [Field in keyof MetricTally]: MetricTally[Field] extends number ? Field : never;
}[keyof MetricTally];

const PLAIN_SUMS: Readonly<Record<string, SumField | undefined>> = Object.assign(Object.create(null), {
  tAcd: "acdMs",
  tIvr: "ivrMs",
  tVoicemail: "voicemailMs",
  tAcw: "acwMs",
  tContacting: "contactingMs",
  tDialing: "dialingMs",
  nTransferred: "transferred",
  nBlindTransferred: "blindTransferred",
  nConsultTransferred: "consultTransferred",
  nConsult: "consults",
} satisfies Record<string, SumField>);
