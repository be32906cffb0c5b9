import type { Turn } from "./budget.ts";
import { type AdmissionRequest, Lane, type LaneOptions } from "./lane.ts";
import type { Wait } from "./ledger.ts";

export interface AdmissionOptions extends Pick<LaneOptions, "clock" | "onWait" | "onAdmitted"> {
  /** Takes one request from the budget, or says what stands against it. */
  readonly take: (turn: Turn) => Wait | undefined;
  /** How many requests may be under way. */
  readonly limit: () => number;
}

/** The queue before the network: questions before bulk work, each in the order in which they came. */
export interface Admission {
  /** Resolves when the request may be sent; then it has to `leave`. Throws PauseTooLong, or a cancelled AppError. */
  enter(request: AdmissionRequest): Promise<void>;
  leave(turn: Turn): void;
  inFlight(): number;
  /** Whoever waits is refused, and no timer stays behind. */
  close(): void;
}

export function createAdmission(options: AdmissionOptions): Admission {
  const slots = { question: 0, bulk: 0 };
  const inFlight = () => slots.question + slots.bulk;
  const hasSlot = (turn: Turn): boolean => {
    if (turn === "sign-in") return true;
    const limit = options.limit();
    if (turn === "question") return inFlight() < limit;
    // One place stays free for a question that may come, and none is taken before one that waits.
    return inFlight() < Math.max(1, limit - 1) && !lanes.question.waitsForSlot();
  };
  const openLane = (turn: Turn) =>
    new Lane({
      ...options,
      take: () => options.take(turn),
      hasSlot: () => hasSlot(turn),
      occupySlot() {
        if (turn !== "sign-in") slots[turn] += 1;
      },
    });
  const lanes = { "sign-in": openLane("sign-in"), question: openLane("question"), bulk: openLane("bulk") };
  return {
    enter: (request) => lanes[request.turn].enter(request),
    leave(turn) {
      if (turn === "sign-in") return;
      slots[turn] -= 1;
      lanes.question.slotFreed();
      lanes.bulk.slotFreed();
    },
    inFlight,
    close() {
      for (const lane of Object.values(lanes)) lane.close();
    },
  };
}
