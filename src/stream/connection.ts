import type { Api } from "../api/api.ts";
import type { Socket, SocketEnd } from "../api/socket.ts";
import type { Clock } from "../base/effects.ts";
import { type Frame, readFrame } from "./read-frame.ts";
import type { GapReason } from "./stream-message.ts";

/** How long silence is believed, and how long an answer may take, in milliseconds. */
export interface Patience {
  /** The server's heartbeat comes every 30 s; after so long without a word it is asked. */
  readonly silenceMs: number;
  /** For an answer to that, and for a connection to be opened. */
  readonly answerMs: number;
}

type EventHook = (topicName: string, eventBody: unknown, receivedAt: number) => void;

/** Why a connection could not be opened. */
export class ConnectionRefused extends Error {
  override readonly name = "ConnectionRefused";
  /** HTTP status; 404 says that the channel is no more. */
  readonly status: number | undefined;

  constructor({ status, code }: Pick<SocketEnd, "status" | "code">) {
    super(
      status === undefined ? `the connection was not opened (${code})` : `the connection was refused with ${status}`,
    );
    this.status = status;
  }
}

/** An open connection to a channel, which notices when nobody is there any more. */
export class Connection {
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #event: EventHook;
  /** Resolves when it has ended, and not by us. */
  readonly ended: Promise<GapReason>;
  /** Resolves when the server says that it will close it soon. */
  readonly closing: Promise<"maintenance">;
  #socket: Socket | undefined;
  #heardAt: number;
  #stopWatch: () => void = () => {};
  #isPinged = false;
  /** Pings without an answer yet: an answer to an earlier one does not come behind everything. */
  #unanswered = 0;
  #onAnswer: ((isPong: boolean) => void) | undefined;
  #isEnded = false;
  #endedWith: GapReason | undefined;
  #toldEnd: (reason: GapReason) => void = () => {};
  #toldClosing: (reason: "maintenance") => void = () => {};

  /** Use `openConnection`. */
  constructor(clock: Clock, patience: Patience, event: EventHook) {
    this.#clock = clock;
    this.#patience = patience;
    this.#event = event;
    this.#heardAt = clock.now();
    this.ended = new Promise((resolve) => {
      this.#toldEnd = resolve;
    });
    this.closing = new Promise((resolve) => {
      this.#toldClosing = resolve;
    });
  }

  /** Why it has ended; `undefined` while it is open, and when it was ended by us. */
  get endedWith(): GapReason | undefined {
    return this.#endedWith;
  }

  /** When it was last certain that everything arrives. Epoch milliseconds. */
  get heardAt(): number {
    return this.#heardAt;
  }

  begin(socket: Socket): void {
    this.#socket = socket;
    this.#heardAt = this.#clock.now();
    this.#watch(this.#patience.silenceMs);
  }

  hear(text: string): void {
    if (this.#isEnded) return;
    this.#heardAt = this.#clock.now();
    this.#isPinged = false;
    this.#act(readFrame(text));
  }

  /** The socket has closed by itself. */
  broke(): void {
    this.#finish("connection-lost");
  }

  /** Ends it after everything that the server had sent by now, as an answer comes behind all that; whether it has come. */
  async drain(): Promise<boolean> {
    if (this.#isEnded) return false;
    return new Promise<boolean>((resolve) => {
      const cancel = this.#clock.after(this.#patience.answerMs, () => this.#onAnswer?.(false));
      this.#onAnswer = (isPong) => {
        this.#onAnswer = undefined;
        cancel();
        this.close();
        resolve(isPong);
      };
      this.#ping();
    });
  }

  /** Somebody knows better that nothing comes any more. */
  lose(reason: GapReason): void {
    this.#finish(reason);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isEnded = true;
    this.#stopWatch();
    this.#socket?.close();
    this.#onAnswer?.(false);
  }

  #act(frame: Frame): void {
    switch (frame.kind) {
      case "event":
        this.#event(frame.topicName, frame.eventBody, this.#heardAt);
        break;
      case "pong":
        this.#unanswered -= 1;
        if (this.#unanswered <= 0) this.#onAnswer?.(true);
        break;
      case "closing":
        this.#toldClosing("maintenance");
        break;
      case "gone":
        this.#finish(frame.reason);
        break;
      case "alive":
        break;
    }
  }

  #watch(ms: number): void {
    this.#stopWatch = this.#clock.after(ms, () => this.#doubt());
  }

  /** One timer looks back at what was heard meanwhile: one for each event would cost more than the events. */
  #doubt(): void {
    const patience = this.#heardAt + this.#patience.silenceMs - this.#clock.now();
    if (this.#isPinged) this.#finish("silent");
    else if (patience > 0) this.#watch(patience);
    else {
      this.#isPinged = true;
      this.#ping();
      this.#watch(this.#patience.answerMs);
    }
  }

  #ping(): void {
    this.#unanswered += 1;
    this.#socket?.send(PING);
  }

  #finish(reason: GapReason): void {
    if (this.#isEnded) return;
    this.close();
    this.#endedWith = reason;
    this.#toldEnd(reason);
  }
}

const PING = '{"message":"ping"}';

/** Connects to a channel. Throws ConnectionRefused; rejects with that too when it takes too long or is stopped. */
export function openConnection(
  api: Api,
  clock: Clock,
  uri: string,
  { patience, event, signal }: { patience: Patience; event: EventHook; signal: AbortSignal },
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = new Connection(clock, patience, event);
    const refuse = (status: number | undefined, code: number) => {
      settle();
      socket.close();
      reject(new ConnectionRefused({ status, code }));
    };
    const stop = () => refuse(undefined, 1000);
    const cancelTimer = clock.after(patience.answerMs, () => refuse(undefined, 1006));
    const settle = () => {
      cancelTimer();
      signal.removeEventListener("abort", stop);
    };
    const socket = api.openSocket(uri, {
      opened() {
        settle();
        connection.begin(socket);
        resolve(connection);
      },
      text: (text) => connection.hear(text),
      closed({ wasOpen, status, code }) {
        if (wasOpen) connection.broke();
        else refuse(status, code);
      },
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
