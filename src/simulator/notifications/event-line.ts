import type { SimulatedClock } from "../clock/simulated-clock.ts";
import type { EventFaultAction } from "../faults.ts";
import type { Frame } from "./frames.ts";

/** The way of events from a channel to its sockets, on which faults can meet them. */
export class EventLine {
  readonly #clock: SimulatedClock;
  readonly #send: (frame: Frame) => void;
  /** Overtaken events wait here for the next one. */
  #held: Frame[] = [];

  constructor(clock: SimulatedClock, send: (frame: Frame) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Brings an event of an instant to the sockets, or what a fault makes of it. */
  carry(frame: Frame, at: number, fault: EventFaultAction | undefined, holdMs: number): void {
    if (fault === undefined || "announceClosing" in fault) this.#pass(frame);
    else if ("duplicateEvent" in fault) this.#pass(frame, frame);
    else if ("delayEventMs" in fault) this.#clock.at(at + fault.delayEventMs, () => this.#pass(frame));
    else if ("reorderEvent" in fault) this.#hold(frame, at + holdMs);
  }

  #pass(...frames: Frame[]): void {
    const overtaken = this.#held;
    this.#held = [];
    for (const frame of [...frames, ...overtaken]) this.#send(frame);
  }

  /** Until the next event, or until an instant when none comes before. */
  #hold(frame: Frame, until: number): void {
    this.#held.push(frame);
    this.#clock.at(until, () => {
      if (!this.#held.includes(frame)) return;
      this.#held = this.#held.filter((other) => other !== frame);
      this.#send(frame);
    });
  }
}
