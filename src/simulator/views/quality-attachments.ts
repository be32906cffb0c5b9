import type {
  AnalyticsConversation,
  AnalyticsEvaluation,
  AnalyticsResolution,
  AnalyticsSurvey,
} from "../../model/wire.ts";
import { toUuid } from "../world/ids.ts";
import { toQuality, type WorldEvaluation, type WorldResolution, type WorldSurvey } from "../world/quality.ts";
import { toInstant } from "./to-instant.ts";
import type { View } from "./view.ts";

const PLACES = { evaluation: 0xe0, survey: 0xe1 } as const;

/** What a detail record has of evaluations, surveys and resolutions by then; lists of none are absent. */
export function toQualityAttachments(
  view: View,
): Pick<AnalyticsConversation, "evaluations" | "surveys" | "resolutions"> {
  const { organisation, conversation, at } = view;
  // Nothing is said before it is over.
  if (at < conversation.activeUntil) return {};
  const quality = toQuality(organisation, conversation);
  const evaluations = quality.evaluations.flatMap((evaluation) => toEvaluation(view, evaluation));
  const surveys = quality.surveys.flatMap((survey) => toSurvey(view, survey));
  const resolutions = quality.resolutions.flatMap((resolution) => toResolution(view, resolution));
  return {
    ...(evaluations.length === 0 ? {} : { evaluations }),
    ...(resolutions.length === 0 ? {} : { resolutions }),
    ...(surveys.length === 0 ? {} : { surveys }),
  };
}

export function evaluationId({ conversation }: View, { participant }: WorldEvaluation): string {
  return toUuid(conversation.key, participant, PLACES.evaluation);
}

function toEvaluation(view: View, evaluation: WorldEvaluation): AnalyticsEvaluation[] {
  const { users, queues, quality } = view.organisation;
  const step = evaluation.steps.findLast(({ at }) => at <= view.at);
  const form = quality.evaluationForms[evaluation.form];
  const [user, evaluator, queue] = [users[evaluation.user], users[evaluation.evaluator], queues[evaluation.queue]];
  if (step === undefined || form === undefined || !user || !evaluator || !queue) return [];
  const { status, score, rescored, at } = step;
  return [
    {
      assigneeApplicable: false,
      contextId: form.contextId,
      deleted: false,
      evaluationId: evaluationId(view, evaluation),
      evaluationStatus: status,
      evaluatorId: evaluator.id,
      eventTime: toInstant(at),
      formId: form.id,
      formName: form.name,
      queueId: queue.id,
      released: status === "Finished" || status === "InReview",
      rescored,
      systemSubmitted: false,
      userId: user.id,
      ...(score === undefined ? {} : { oTotalCriticalScore: score.critical, oTotalScore: score.total }),
    },
  ];
}

function toSurvey({ organisation, conversation, at: now }: View, survey: WorldSurvey): AnalyticsSurvey[] {
  const step = survey.steps.findLast(({ at }) => at <= now);
  const form = organisation.quality.surveyForms[survey.form];
  const [user, queue] = [organisation.users[survey.user], organisation.queues[survey.queue]];
  if (step === undefined || form === undefined || !user || !queue) return [];
  const { status, answer, at } = step;
  return [
    {
      eventTime: toInstant(at),
      queueId: queue.id,
      ...(answer === undefined ? {} : { surveyCompletedDate: toInstant(at) }),
      surveyFormContextId: form.contextId,
      surveyFormId: form.id,
      surveyFormName: form.name,
      surveyId: toUuid(conversation.key, survey.participant, PLACES.survey),
      ...(answer === undefined
        ? {}
        : { surveyPartialResponse: answer.partial, surveyPromoterScore: answer.promoterScore }),
      surveyStatus: status,
      surveyType: "Web",
      userId: user.id,
      ...(answer === undefined ? {} : { oSurveyTotalScore: answer.totalScore }),
    },
  ];
}

function toResolution({ organisation, at: now }: View, resolution: WorldResolution): AnalyticsResolution[] {
  const { at, nextContactAvoided } = resolution;
  const [user, queue] = [organisation.users[resolution.user], organisation.queues[resolution.queue]];
  if (at > now || !user || !queue) return [];
  return [
    { eventTime: toInstant(at), queueId: queue.id, userId: user.id, nNextContactAvoided: nextContactAvoided ? 1 : 0 },
  ];
}
