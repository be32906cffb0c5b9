import type { WebSocket } from "ws";
import type { Frame } from "./frames.ts";

/** Rendered and not yet taken by the connection; more waits unrendered. */
const IN_FLIGHT_BYTES = 1_048_576;

/**
 * What a socket is still to be sent, in order. A client that reads slowly, or a leap of the clock, lets frames wait; they are
 * rendered only as the connection takes them. A client that does not read at all is cut off when too many wait.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #framesMax: number;
  #waiting: Frame[] = [];
  #next = 0;
  #isBlocked = false;
  #lastWord: { readonly code: number; readonly reason: string } | undefined;

  constructor(socket: WebSocket, framesMax: number) {
    this.#socket = socket;
    this.#framesMax = framesMax;
  }

  push(frame: Frame): void {
    if (this.#lastWord !== undefined || this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#waiting.length - this.#next >= this.#framesMax) {
      this.#cut();
      return;
    }
    this.#forgetSent();
    this.#waiting.push(frame);
    this.#flush();
  }

  /** Closes the socket after what waits. */
  close(code: number, reason: string): void {
    this.#lastWord ??= { code, reason };
    this.#flush();
  }

  /** Ends the connection at once. */
  #cut(): void {
    this.#waiting = [];
    this.#next = 0;
    this.#socket.terminate();
  }

  #flush(): void {
    while (!this.#isBlocked) {
      const frame = this.#waiting[this.#next];
      if (frame === undefined) break;
      this.#next++;
      this.#send(frame());
    }
    if (this.#isBlocked || this.#lastWord === undefined) return;
    this.#socket.close(this.#lastWord.code, this.#lastWord.reason);
  }

  /** Of a list that is never empty the sent half would be kept for ever. */
  #forgetSent(): void {
    if (this.#next <= this.#waiting.length / 2) return;
    this.#waiting = this.#waiting.slice(this.#next);
    this.#next = 0;
  }

  #send(text: string): void {
    if (this.#socket.bufferedAmount + text.length < IN_FLIGHT_BYTES) {
      // Without a callback an error would be thrown where nobody can do anything about it.
      this.#socket.send(text, () => {});
      return;
    }
    this.#isBlocked = true;
    this.#socket.send(text, () => {
      this.#isBlocked = false;
      if (this.#socket.readyState === this.#socket.OPEN) this.#flush();
    });
  }
}
