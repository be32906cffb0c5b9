import type { Draft, Leg } from "./draft.ts";
import type { Floor, Waiting } from "./floor.ts";
import type { MediaType } from "./world-conversation.ts";

/** A conversation comes into a queue. */
export interface QueueEntry {
  readonly media: MediaType;
  readonly queue: number;
  readonly at: number;
  /** Of calls that a dialer made for the queue; otherwise callbacks only are outbound. */
  readonly direction?: "outbound";
  /** From where, as flowInType tells it. */
  readonly flowIn?: string;
  /** Callbacks wait for their time, or for their recording, before they are offered. */
  readonly before?: { readonly type: "scheduled" | "uploading"; readonly until: number };
  /** The customer's session in this medium, if not the first one. */
  readonly customer?: Leg;
  readonly answer: Waiting["answer"];
}

export function enterQueue(floor: Floor, draft: Draft, entry: QueueEntry): Waiting {
  const acd = joinQueue(draft, entry);
  const since = acd.last?.start ?? entry.at;
  const { media, queue, answer, customer = draft.customerLeg } = entry;
  const waiting: Waiting = {
    draft,
    acd,
    customer,
    queue,
    media,
    since,
    widened: false,
    state: "waiting",
    alert: undefined,
    answer,
  };
  floor.enter(waiting);
  return waiting;
}

/** The queue's own participant, whose open segment is the wait. */
export function joinQueue(draft: Draft, entry: Omit<QueueEntry, "answer">): Leg {
  const { media, queue, at, flowIn, before, direction = media === "callback" ? "outbound" : "inbound" } = entry;
  const acd = draft.join("acd", {
    media,
    direction,
    queue,
    peer: draft.customerLeg,
  });
  if (flowIn !== undefined) acd.facts.flowIn = flowIn;
  const waitsFrom = before?.until ?? at + (media === "voice" ? draft.random.integer(8, 60) : 2);
  if (before !== undefined) acd.add(before.type, at, before.until);
  else if (media === "voice") acd.add("delay", at, waitsFrom);
  acd.begin("interact", waitsFrom);
  return acd;
}
