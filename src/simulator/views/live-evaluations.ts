import { USER_VERSION } from "../world/organisation.ts";
import { type EvaluationStep, toQuality, type WorldEvaluation } from "../world/quality.ts";
import { evaluationId } from "./quality-attachments.ts";
import { toInstant } from "./to-instant.ts";
import type { View } from "./view.ts";

/** The evaluations of one participant's work, as a live conversation lists them. */
export function toLiveEvaluations(view: View, participant: number): readonly object[] {
  const { organisation, conversation, at } = view;
  if (at < conversation.activeUntil) return [];
  return toQuality(organisation, conversation)
    .evaluations.filter((evaluation) => evaluation.participant === participant)
    .flatMap((evaluation) => toLiveEvaluation(view, evaluation));
}

function toLiveEvaluation(view: View, evaluation: WorldEvaluation): object[] {
  const { conversation, at } = view;
  const taken = evaluation.steps.filter((step) => step.at <= at);
  const [assigned] = taken;
  const current = taken.at(-1);
  if (assigned === undefined || current === undefined) return [];
  const id = evaluationId(view, evaluation);
  return [
    {
      id,
      conversation: { id: conversation.id, selfUri: `/api/v2/conversations/${conversation.id}` },
      evaluator: toUserReference(view, evaluation.evaluator),
      agent: toUserReference(view, evaluation.user),
      // The live API shouts what analytics says.
      status: current.status.toUpperCase(),
      ...toAnswers(current),
      agentHasRead: taken.some(({ status }) => status === "InReview"),
      assignedDate: toInstant(assigned.at),
      createdDate: toInstant(assigned.at),
      changedDate: toInstant(current.at),
      ...toReleaseDate(taken),
      rescore: current.rescored,
      conversationDate: toInstant(conversation.start),
      ...(conversation.end > assigned.at ? {} : { conversationEndDate: toInstant(conversation.end) }),
      selfUri: `/api/v2/quality/conversations/${conversation.id}/evaluations/${id}`,
    },
  ];
}

function toAnswers({ score }: EvaluationStep): object {
  return score === undefined ? {} : { answers: { totalScore: score.total, totalCriticalScore: score.critical } };
}

function toReleaseDate(taken: readonly EvaluationStep[]): object {
  const finished = taken.find(({ status }) => status === "Finished");
  return finished === undefined ? {} : { submittedDate: toInstant(finished.at), releaseDate: toInstant(finished.at) };
}

function toUserReference({ organisation }: View, user: number): object | undefined {
  const found = organisation.users[user];
  if (found === undefined) return undefined;
  const { id, name } = found;
  return { id, name, version: USER_VERSION, selfUri: `/api/v2/users/${id}` };
}
