import type { Organisation } from "./organisation.ts";
import { SYSTEM_WRAP_UPS } from "./world-conversation.ts";

const SYSTEM_CODES: ReadonlyMap<number, string> = new Map([
  [SYSTEM_WRAP_UPS.timedOut, "ININ-WRAP-UP-TIMEOUT"],
  [SYSTEM_WRAP_UPS.previewSkipped, "ININ-OUTBOUND-PREVIEW-SKIPPED"],
  [SYSTEM_WRAP_UPS.failedToReachAgent, "ININ-OUTBOUND-FAILED-TO-REACH-AGENT"],
  [SYSTEM_WRAP_UPS.noAnswer, "ININ-OUTBOUND-NO-ANSWER"],
  [SYSTEM_WRAP_UPS.machine, "ININ-OUTBOUND-MACHINE"],
  [SYSTEM_WRAP_UPS.busy, "ININ-OUTBOUND-BUSY"],
  [SYSTEM_WRAP_UPS.fax, "ININ-OUTBOUND-FAX"],
  [SYSTEM_WRAP_UPS.uncallable, "ININ-OUTBOUND-SIT-UNCALLABLE"],
  [SYSTEM_WRAP_UPS.transferredToFlow, "ININ-OUTBOUND-TRANSFERRED-TO-FLOW"],
]);

/** The id of a wrap-up code by its index: one of the organisation's, or one that the system gives. */
export function toWrapUpCode({ wrapUpCodes }: Organisation, index: number): string | undefined {
  return SYSTEM_CODES.get(index) ?? wrapUpCodes[index]?.id;
}
