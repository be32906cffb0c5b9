import type { SimulatedClock } from "../../src/simulator/clock/simulated-clock.ts";
import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import type { NotificationEvent } from "../../src/simulator/events/notification-event.ts";
import type { Transition } from "./match-transitions.ts";

/** A call that an agent talks in, and that nothing else happens to for some time. */
export interface CalmCall {
  readonly id: string;
  readonly topicName: string;
  /** When its own next event comes, epoch milliseconds. */
  readonly until: number;
  /** As events tell it. */
  readonly conversation: { readonly participants: readonly { readonly calls?: Call[] }[] };
  /** Where the agent's call is in it. */
  readonly place: { readonly participant: number; readonly call: number };
}

export interface Call {
  state?: string;
  held?: boolean;
  startHoldTime?: string;
  segments?: unknown;
}

export interface Chosen {
  /** How many conversations are active. */
  readonly active: number;
  readonly calls: readonly CalmCall[];
}

/** Calls are let go so long before their own next event, which tells how they really are. */
const LEFT_MS = 10_000;
const KEPT_TRANSITIONS = 100_000;

/**
 * What an organisation publishes, and beside it so many events a second that put calls on hold and take them off it: many more than
 * its people could make happen.
 */
export class HoldFeed implements EventFeed {
  readonly #own: EventFeed;
  readonly #clock: SimulatedClock;
  readonly #perSecond: number;
  readonly #begin: number;
  #calls: readonly CalmCall[] = [];
  #published = 0;
  #transitions: Transition[] = [];

  constructor(own: EventFeed, clock: SimulatedClock, perSecond: number) {
    this.#own = own;
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#begin = clock.now();
  }

  get calls(): number {
    return this.#calls.length;
  }

  /** How many holds and ends of holds were published. */
  get published(): number {
    return this.#published;
  }

  /** The latest of them, by the machine's time. */
  get transitions(): readonly Transition[] {
    return this.#transitions;
  }

  /** Takes calls, and lets go of those that something is about to happen to. */
  take(calls: readonly CalmCall[]): void {
    const now = this.#clock.now();
    this.#calls = [...this.#calls, ...calls].filter(({ until }) => until > now + LEFT_MS);
  }

  knows(topicName: string): boolean {
    return this.#own.knows(topicName);
  }

  between(from: number, to: number, topics: ReadonlySet<string>): readonly NotificationEvent[] {
    const own = this.#own.between(from, to, topics);
    const calls = this.#calls.filter(({ until }) => until > to + LEFT_MS);
    const holds: NotificationEvent[] = [];
    for (let n = this.#firstAfter(from); this.#atOf(n) <= to; n++) {
      const call = calls[n % calls.length];
      if (call !== undefined && topics.has(call.topicName))
        holds.push({ at: this.#atOf(n), topicName: call.topicName, version: "2", body: () => this.#toggle(call) });
    }
    return holds.length === 0 ? own : [...own, ...holds].sort((a, b) => a.at - b.at);
  }

  nextAt(after: number, topics: ReadonlySet<string>, horizonMs: number): number | undefined {
    // Asking what the organisation tells next is dear, and not needed where a hold is next anyway.
    if (this.#calls.some(({ topicName }) => topics.has(topicName))) return this.#atOf(this.#firstAfter(after));
    return this.#own.nextAt(after, topics, horizonMs);
  }

  #atOf(n: number): number {
    return this.#begin + (n * 1_000) / this.#perSecond;
  }

  #firstAfter(instant: number): number {
    return Math.floor(((instant - this.#begin) * this.#perSecond) / 1_000) + 1;
  }

  #toggle({ id, conversation, place }: CalmCall): object {
    const call = conversation.participants[place.participant]?.calls?.[place.call];
    if (call === undefined) return conversation;
    call.held = call.held !== true;
    if (call.held) call.startHoldTime = new Date(this.#clock.now()).toISOString();
    else delete call.startHoldTime;
    this.#published += 1;
    this.#transitions.push({ id, state: call.held ? "held" : "connected", at: Date.now() });
    if (this.#transitions.length > KEPT_TRANSITIONS) this.#transitions = this.#transitions.slice(KEPT_TRANSITIONS / 2);
    return structuredClone(conversation);
  }
}
