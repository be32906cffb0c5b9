import picocolors from "picocolors";
import type { Clock } from "../../base/effects.ts";
import { toSafeText, truncate } from "./cell-text.ts";

/** Work that ends sooner says nothing. */
const QUIET_MS = 1_000;
const TERMINAL_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 5_000;
const ERASE_LINE = "\r\u001b[2K";
const DEFAULT_WIDTH = 80;

export interface ProgressOptions {
  stream: { write(text: string): unknown; readonly columns?: number };
  clock: Clock;
  isTty: boolean;
  colours: boolean;
}

/** One line on what is under way. */
export interface Progress {
  /** Says what is being done now; may be called as often as one likes. */
  update(text: string): void;
  /** Prints something else to the terminal with the line out of its way. */
  around(print: () => void): void;
  /** Takes the line away until the next update. */
  hide(): void;
  /** Takes the line away for good. */
  done(): void;
}

/**
 * Progress of work that takes over a second: in a terminal one line that is rewritten in place, at most ten times a
 * second; elsewhere a line every five seconds at most, and none that says what the one before did.
 */
export function createProgress(options: ProgressOptions): Progress {
  return new ProgressLine(options);
}

class ProgressLine implements Progress {
  readonly #options: ProgressOptions;
  readonly #intervalMs: number;
  #text = "";
  #shown = "";
  /** In monotonic time. */
  #nextAt: number;
  #cancel: (() => void) | undefined;
  #isDone = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#intervalMs = options.isTty ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS;
    this.#nextAt = options.clock.monotonic() + QUIET_MS;
  }

  update(text: string): void {
    if (this.#isDone) return;
    this.#text = text;
    if (this.#cancel !== undefined) return;
    const wait = this.#nextAt - this.#options.clock.monotonic();
    if (wait <= 0) this.#draw();
    else this.#cancel = this.#options.clock.after(wait, () => this.#draw());
  }

  around(print: () => void): void {
    if (!this.#options.isTty || this.#shown === "") {
      print();
      return;
    }
    const { stream } = this.#options;
    stream.write(ERASE_LINE);
    print();
    stream.write(this.#style(this.#shown));
  }

  hide(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#options.isTty) return;
    if (this.#shown !== "") this.#options.stream.write(ERASE_LINE);
    this.#shown = "";
  }

  done(): void {
    this.#isDone = true;
    this.hide();
  }

  #draw(): void {
    this.#cancel = undefined;
    this.#nextAt = this.#options.clock.monotonic() + this.#intervalMs;
    const { stream, isTty } = this.#options;
    // The last column stays free: a terminal may go to the next line once it is taken.
    const text = isTty
      ? truncate(toSafeText(this.#text), (stream.columns ?? DEFAULT_WIDTH) - 1)
      : toSafeText(this.#text);
    if (text === this.#shown) return;
    this.#shown = text;
    stream.write(isTty ? ERASE_LINE + this.#style(text) : `${text}\n`);
  }

  #style(text: string): string {
    return picocolors.createColors(this.#options.colours).dim(text);
  }
}
