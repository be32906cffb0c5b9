import type { WorldConversation, WorldParticipant, WorldSession } from "../world/world-conversation.ts";

/** Something that was counted or measured once. Instants are epoch milliseconds. */
export interface Emission {
  readonly metric: string;
  /** Milliseconds for what is timed, usually 1 for what is counted. */
  readonly value: number;
  /** Its date, which decides the bucket. */
  readonly at: number;
  /** Since when it is there to be counted: some totals are dated back. */
  readonly seenAt: number;
  /** When what it tells of was over; differs from the date for totals that are given at the end of an interaction. */
  readonly eventAt: number;
}

/** Where something happened: one session, with what it stands in. */
export interface SessionPlace {
  readonly conversation: WorldConversation;
  readonly participant: WorldParticipant;
  readonly session: WorldSession;
  /** Places in the lists of participants and of their sessions. */
  readonly indexes: readonly [participant: number, session: number];
}

/** All that one session ever emits. */
export interface SessionEmissions extends SessionPlace {
  readonly emissions: readonly Emission[];
  /** Dates of the first and of the last of them. */
  readonly first: number;
  readonly last: number;
  /** From when until when it is kept like this: some conversations are told otherwise until they are rewritten. */
  readonly keptFrom: number;
  readonly keptUntil: number;
}
