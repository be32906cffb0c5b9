import { AppError } from "../../base/app-error.ts";
import type { Truth } from "../truth.ts";

/** Of recorded conversations nobody knows more than their records say. */
export function createRecordedTruth(): Truth {
  const refuse = (): never => {
    throw new AppError({
      kind: "input",
      code: "SIMULATOR_TRUTH_UNKNOWN",
      message: "The simulator serves recorded conversations, of which it knows no truth besides the records.",
      hint: "Start it without records to compare answers with what really happened.",
    });
  };
  return { begunIn: refuse, activeAt: refuse, byId: refuse };
}
