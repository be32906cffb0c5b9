import { AppError } from "../../base/app-error.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { mayUseCopy, type PiecesPlan, planPieces } from "./plan-pieces.ts";

/**
 * How a question is answered from the local copy, and the API where that does not reach; `null` where the API is to answer alone. Throws
 * `COPY_NOT_USABLE` (input) where the copy alone was asked for and can't say.
 */
export async function planFromCopy(
  world: AskWorld,
  need: HistoryNeed,
  meta: AnswerMeta,
  context: AskContext,
): Promise<PiecesPlan | null> {
  const isInsisted = need.via === "store";
  if (need.via === "query" || need.via === "job") return null;
  const { store, reason } = await world.copy();
  if (store === null) {
    if (isInsisted) throw copyNotUsable(reason ?? "there is none");
    if (reason !== null) meta.notes.push(`The local copy is not used: ${reason}.`);
    return null;
  }
  if (!mayUseCopy(need, await store.recall("privacy.policy"))) {
    if (isInsisted) throw copyNotUsable("it can't tell what began earlier, nor what its privacy policy hides");
    return null;
  }
  const plan = await planPieces(world, store, need, context);
  return isInsisted || plan.pieces.some(({ kind }) => kind === "copy") ? plan : null;
}

export function copyNotUsable(reason: string): AppError {
  return new AppError({
    kind: "input",
    code: "COPY_NOT_USABLE",
    message: `The local copy was asked for, and can't answer: ${reason}.`,
    hint: "`nowthen sync` makes a copy and brings it up to date; without --source store the API is asked.",
  });
}
