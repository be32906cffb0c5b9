import type { Duplex } from "node:stream";
import { DecoratorHandler, type Dispatcher, type MessageEvent, WebSocket } from "undici";

/** What a socket's owner is told; nothing after `closed`, nor after the owner has closed it. */
export interface SocketListener {
  opened(): void;
  text(text: string): void;
  closed(end: SocketEnd): void;
}

export interface SocketEnd {
  /** Whether it had been open. */
  readonly wasOpen: boolean;
  /** Of the WebSocket protocol; 1006 when it broke. */
  readonly code: number;
  readonly reason: string;
  /** HTTP status with which the opening was refused; `undefined` when there was no such answer. */
  readonly status: number | undefined;
}

/** One WebSocket of text messages. */
export interface Socket {
  /** Lost, like everything on a socket that breaks, when it is not open. */
  send(text: string): void;
  /** Ends it now: a peer that has fallen silent would not answer a handshake. */
  close(): void;
}

/** Opens WebSockets by the dispatcher of all requests, so that proxies and certificates are the same. */
export function openSocket(dispatcher: Dispatcher, uri: string, listener: SocketListener): Socket {
  const wire: Wire = { status: undefined, socket: undefined };
  const watched = dispatcher.compose(
    (dispatch) => (options, handler) => dispatch(options, watchUpgrade(handler, wire)),
  );
  const webSocket = new WebSocket(uri, { dispatcher: watched });
  let state: "opening" | "open" | "ended" = "opening";
  webSocket.addEventListener("open", () => {
    if (state !== "opening") return;
    state = "open";
    listener.opened();
  });
  webSocket.addEventListener("message", ({ data }: MessageEvent) => {
    if (state === "open" && typeof data === "string") listener.text(data);
  });
  // Whatever the error was, a close follows it.
  webSocket.addEventListener("error", () => {});
  webSocket.addEventListener("close", ({ code, reason }) => {
    if (state === "ended") return;
    const wasOpen = state === "open";
    state = "ended";
    listener.closed({ wasOpen, code, reason, status: wasOpen ? undefined : wire.status });
  });
  return {
    send(text) {
      if (state === "open") webSocket.send(text);
    },
    close() {
      if (state === "ended") return;
      state = "ended";
      webSocket.close();
      wire.socket?.destroy();
    },
  };
}

/** What the WebSocket interface keeps to itself: the status of a refusal, and the connection that can be ended at once. */
interface Wire {
  status: number | undefined;
  socket: Duplex | undefined;
}

type Handler = Dispatcher.DispatchHandler;

function watchUpgrade(handler: Handler, wire: Wire): Handler {
  // Its methods are those of every handler; undici's types leave them out.
  const decorated = new DecoratorHandler(handler) as Handler & Required<Pick<Handler, Watched>>;
  const onRequestUpgrade = decorated.onRequestUpgrade.bind(decorated);
  const onResponseStart = decorated.onResponseStart.bind(decorated);
  return Object.assign(decorated, {
    onRequestUpgrade(...given: Parameters<typeof onRequestUpgrade>) {
      [, wire.status, , wire.socket] = given;
      onRequestUpgrade(...given);
    },
    onResponseStart(...given: Parameters<typeof onResponseStart>) {
      [, wire.status] = given;
      onResponseStart(...given);
    },
  });
}

type Watched = "onRequestUpgrade" | "onResponseStart";
