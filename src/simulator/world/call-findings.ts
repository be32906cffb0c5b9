import { SYSTEM_WRAP_UPS } from "./world-conversation.ts";

/** What a number that a dialer calls turns out to be: how often, after how long a ring, and who finds out by what. */
export interface CallFinding {
  readonly name: string;
  readonly analyzer?: string;
  readonly share: number;
  readonly ringSeconds: readonly [from: number, to: number];
  /** Somebody or something picks up. */
  readonly connects: boolean;
  /** The system's code for a call that ends with it. */
  readonly wrapUp: number;
}

/** Somebody speaks; when the call ends all the same, no agent was there. */
export const PERSON: CallFinding = {
  name: "disposition.classification.callable.person",
  analyzer: "speech.person",
  share: 0.5,
  ringSeconds: [4, 18],
  connects: true,
  wrapUp: SYSTEM_WRAP_UPS.failedToReachAgent,
};

export const MACHINE: CallFinding = {
  name: "disposition.classification.callable.machine",
  analyzer: "speech.machine",
  share: 0.18,
  ringSeconds: [12, 22],
  connects: true,
  wrapUp: SYSTEM_WRAP_UPS.machine,
};

export const NO_ANSWER: CallFinding = {
  name: "disposition.classification.callable.noanswer",
  share: 0.2,
  ringSeconds: [25, 33],
  connects: false,
  wrapUp: SYSTEM_WRAP_UPS.noAnswer,
};

export const BUSY: CallFinding = {
  name: "disposition.classification.callable.busy",
  share: 0.06,
  ringSeconds: [2, 4],
  connects: false,
  wrapUp: SYSTEM_WRAP_UPS.busy,
};

export const FAX: CallFinding = {
  name: "disposition.classification.callable.fax",
  analyzer: "tone.fax",
  share: 0.02,
  ringSeconds: [3, 9],
  connects: true,
  wrapUp: SYSTEM_WRAP_UPS.fax,
};

/** The network says that there is no such number. */
export const UNCALLABLE: CallFinding = {
  name: "disposition.classification.uncallable.sit",
  share: 0.04,
  ringSeconds: [1, 3],
  connects: false,
  wrapUp: SYSTEM_WRAP_UPS.uncallable,
};

const OTHERS = [MACHINE, NO_ANSWER, BUSY, FAX, UNCALLABLE] as const;

/** The finding that a point on the row of all their shares belongs to. */
export function pickFinding(point: number): CallFinding {
  let rest = point;
  for (const finding of OTHERS) {
    rest -= finding.share;
    if (rest < 0) return finding;
  }
  return PERSON;
}
