import type { WebSocket } from "ws";
import type { SimulatedClock } from "../clock/simulated-clock.ts";
import type { FaultInjector } from "../fault-injector.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { type Frame, HEARTBEAT, METADATA_TOPIC } from "./frames.ts";
import { Outbox } from "./outbox.ts";

/** What a socket lives by. */
export interface SocketSurroundings {
  readonly clock: SimulatedClock;
  readonly faults: FaultInjector;
  readonly options: SimulatorOptions;
}

export interface SocketHooks {
  /** The system's word that the socket will be closed. */
  toClosing(now: number): Frame;
  /** It is closed, or will be after what it is still to be sent; may be said twice. */
  ended(): void;
}

/** One open socket of a channel: its heartbeats, and its end when that is planned. */
export class ChannelSocket {
  readonly #outbox: Outbox;
  readonly #around: SocketSurroundings;
  readonly #hooks: SocketHooks;
  readonly #timers = new Map<"heartbeat" | "closing", () => void>();

  constructor(socket: WebSocket, around: SocketSurroundings, hooks: SocketHooks) {
    this.#around = around;
    this.#hooks = hooks;
    const { clock, options } = around;
    this.#outbox = new Outbox(socket, options.socketBacklogMax);
    socket.on("close", () => this.#end());
    const { heartbeatInterval, socketLifetime, socketClosingNotice } = options;
    const now = clock.now();
    this.#awaitHeartbeat(now + heartbeatInterval);
    if (socketLifetime === 0) return;
    const announcedAt = now + Math.max(0, socketLifetime - socketClosingNotice);
    this.#at("closing", announcedAt, () => this.#announce(announcedAt, now + socketLifetime));
  }

  send(frame: Frame): void {
    this.#outbox.push(frame);
  }

  /** Says that it will close, and closes after the notice. */
  announceClosing(now: number): void {
    this.#announce(now, now + this.#around.options.socketClosingNotice);
  }

  /** After everything that it is still to be sent. */
  close(reason: string): void {
    this.#end();
    this.#outbox.close(this.#around.options.socketCloseCode, reason);
  }

  #end(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#hooks.ended();
  }

  #announce(now: number, closesAt: number): void {
    this.send(this.#hooks.toClosing(now));
    this.#at("closing", Math.max(now, closesAt), () => this.close("maintenance"));
  }

  #awaitHeartbeat(at: number): void {
    this.#at("heartbeat", at, () => {
      this.#awaitHeartbeat(at + this.#around.options.heartbeatInterval);
      const fault = this.#around.faults.nextEvent(METADATA_TOPIC);
      if (fault !== undefined && "closeSocket" in fault) this.close("fault");
      else if (fault === undefined || !("dropEvent" in fault)) this.send(HEARTBEAT);
    });
  }

  #at(name: "heartbeat" | "closing", instant: number, callback: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.set(name, this.#around.clock.at(instant, callback));
  }
}
