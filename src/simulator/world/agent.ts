import type { Draft, Leg } from "./draft.ts";
import type { User } from "./organisation.ts";
import type { MediaType } from "./world-conversation.ts";

/** A chat, message or e-mail that an agent works on, among others. */
export interface DigitalWork {
  readonly media: MediaType;
  readonly draft: Draft;
  readonly leg: Leg;
  remainingMs: number;
  lastFocus: number;
  readonly finish: (at: number) => void;
}

/** An agent on duty. */
export interface Agent {
  readonly user: User;
  readonly from: number;
  to: number;
  /** Away from the queues: lunch, meetings, other work. */
  readonly breaks: readonly (readonly [from: number, to: number])[];
  /** In a call, or working after it, or being rung for one: nothing else is routed meanwhile. */
  busy: boolean;
  awayUntil: number;
  idleSince: number;
  readonly digital: DigitalWork[];
  focus: DigitalWork | undefined;
  /** Grows with each change of focus, so that the end of an older turn is known to be stale. */
  turn: number;
}

/** At work and at the queues. */
export function isPresent(agent: Agent, at: number): boolean {
  if (at < agent.from || at >= agent.to || at < agent.awayUntil) return false;
  for (const [from, to] of agent.breaks) if (at >= from && at < to) return false;
  return true;
}
