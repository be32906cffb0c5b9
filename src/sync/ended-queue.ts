import { MINUTE_MS, SECOND_MS } from "../base/interval.ts";

/** A request takes so many ids. */
const AT_ONCE = 100;
const FIRST_PAUSE_MS = 5 * SECOND_MS;
const LONGEST_PAUSE_MS = 2 * MINUTE_MS;
/** Beyond that the next run of sync finds it. */
const GIVE_UP_AFTER_MS = 10 * MINUTE_MS;

interface Waiting {
  readonly since: number;
  dueAt: number;
  pause: number;
}

/** Conversations that have ended and that analytics does not tell the end of yet: asked for again, less and less often. */
export class EndedQueue {
  readonly #waiting = new Map<string, Waiting>();

  add(conversationId: string, now: number): void {
    if (!this.#waiting.has(conversationId))
      this.#waiting.set(conversationId, { since: now, dueAt: now, pause: FIRST_PAUSE_MS });
  }

  done(conversationId: string): void {
    this.#waiting.delete(conversationId);
  }

  /** Those to ask for now; each counts as asked for. */
  takeDue(now: number): string[] {
    const due: string[] = [];
    for (const [id, waiting] of this.#waiting) {
      if (now - waiting.since > GIVE_UP_AFTER_MS) this.#waiting.delete(id);
      else if (waiting.dueAt <= now && due.length < AT_ONCE) {
        due.push(id);
        waiting.dueAt = now + waiting.pause;
        waiting.pause = Math.min(waiting.pause * 2, LONGEST_PAUSE_MS);
      }
    }
    return due;
  }
}
