import { mixWords } from "./mix.ts";
import type { Organisation } from "./organisation.ts";
import { Random } from "./random.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** What is said of a conversation once it is over. It comes late, and changes for a while: each has its steps, in order of time. */
export interface Quality {
  readonly evaluations: readonly WorldEvaluation[];
  readonly surveys: readonly WorldSurvey[];
  readonly resolutions: readonly WorldResolution[];
}

/** Somebody's part in a conversation, of which a supervisor says how good it was. */
export interface WorldEvaluation extends Handling {
  readonly evaluator: number;
  /** Index of the evaluation form. */
  readonly form: number;
  readonly steps: readonly EvaluationStep[];
}

export interface EvaluationStep {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly status: "Pending" | "InProgress" | "Finished" | "InReview" | "Retracted";
  /** In percent, once there is one. */
  readonly score?: { readonly total: number; readonly critical: number };
  /** The score is another one than at first. */
  readonly rescored: boolean;
}

/** The customer is asked how it was; many never answer. */
export interface WorldSurvey extends Handling {
  readonly form: number;
  readonly steps: readonly SurveyStep[];
}

export interface SurveyStep {
  readonly at: number;
  readonly status: "Pending" | "Sent" | "InProgress" | "Finished" | "Expired" | "OptOut" | "Error";
  readonly answer?: { readonly promoterScore: number; readonly totalScore: number; readonly partial: boolean };
}

/** Whether the customer came again about the same. */
export interface WorldResolution extends Handling {
  readonly at: number;
  readonly nextContactAvoided: boolean;
}

/** Who did what of a conversation. */
interface Handling {
  /** Index of the participant. */
  readonly participant: number;
  /** Indexes of the user and of the queue. */
  readonly user: number;
  readonly queue: number;
}

const SHARES = { evaluation: 0.06, survey: 0.15, resolution: 0.2 } as const;
const STREAMS = { evaluation: 0xe7a1, survey: 0x5e7e, resolution: 0x7e50 } as const;
const NONE: Quality = { evaluations: [], surveys: [], resolutions: [] };

/** All that will ever be said of a conversation; decided by its key, whoever asks and when. */
export function toQuality(organisation: Organisation, conversation: WorldConversation): Quality {
  const handlings = listHandlings(conversation);
  const last = handlings.at(-1);
  if (last === undefined) return NONE;
  const { direction } = conversation;
  const course = { organisation, conversation };
  const evaluations = handlings.flatMap((handling) => evaluate(course, handling));
  if (direction !== "inbound") return { ...NONE, evaluations };
  return {
    evaluations,
    surveys: isChosen("survey", conversation) ? [survey(course, last)] : [],
    resolutions: isChosen("resolution", conversation) ? [resolve(course, last)] : [],
  };
}

interface Course {
  readonly organisation: Organisation;
  readonly conversation: WorldConversation;
}

/** Agents who talked for a queue, in the order of their coming. */
function listHandlings({ participants }: WorldConversation): readonly Handling[] {
  return participants.flatMap(({ purpose, user, queue, sessions }, participant) => {
    if (purpose !== "agent" || user === undefined || queue === undefined) return [];
    const talked = sessions.some(({ segments }) => segments.some(({ type }) => type === "interact"));
    return talked ? [{ participant, user, queue }] : [];
  });
}

/** Told without a stream of draws: most conversations are not chosen, and making one costs more than all the rest. */
function isChosen(kind: keyof typeof SHARES, { key }: WorldConversation, place = 0): boolean {
  return mixWords(mixWords(key, STREAMS[kind]), place) / 0x1_0000_0000 < SHARES[kind];
}

/** The instant that is a share of the window after another one. */
function later({ organisation }: Course, at: number, share: number): number {
  return at + Math.ceil(share * organisation.quality.windowMs);
}

function evaluate(course: Course, handling: Handling): WorldEvaluation[] {
  const { organisation, conversation } = course;
  const { participant } = handling;
  if (!isChosen("evaluation", conversation, participant)) return [];
  const random = new Random(conversation.key, STREAMS.evaluation, participant);
  const { evaluators, evaluationForms } = organisation.quality;
  const others = (evaluators[conversation.site] ?? []).filter((index) => index !== handling.user);
  const evaluator = random.pick(others);
  const form = random.integer(0, evaluationForms.length - 1);
  return [{ ...handling, evaluator, form, steps: toEvaluationSteps(course, random) }];
}

/** From the assignment to the last word; some are taken back, some are disputed by the agent and scored again. */
function toEvaluationSteps(course: Course, random: Random): readonly EvaluationStep[] {
  const assigned = later(course, course.conversation.activeUntil, 0.01 + 0.14 * random.next());
  const begun = later(course, assigned, 0.01 + 0.14 * random.next());
  const finished = later(course, begun, 0.002 + 0.01 * random.next());
  const score = inventScore(random);
  const steps: EvaluationStep[] = [
    { at: assigned, status: "Pending", rescored: false },
    { at: begun, status: "InProgress", rescored: false },
    { at: finished, status: "Finished", score, rescored: false },
  ];
  const fate = random.next();
  // Some are never taken on.
  if (fate < 0.08) return steps.slice(0, 1);
  const doubted = later(course, finished, 0.05 + 0.2 * random.next());
  if (fate < 0.14) return [...steps, { at: doubted, status: "Retracted", score, rescored: false }];
  if (fate > 0.3) return steps;
  const settled = later(course, doubted, 0.02 + 0.2 * random.next());
  return [
    ...steps,
    { at: doubted, status: "InReview", score, rescored: false },
    { at: settled, status: "Finished", score: inventScore(random), rescored: true },
  ];
}

function inventScore(random: Random): { total: number; critical: number } {
  const total = Math.min(100, random.integer(55, 110));
  return { total, critical: random.chance(0.8) ? 100 : random.integer(0, 90) };
}

function survey(course: Course, handling: Handling): WorldSurvey {
  const random = new Random(course.conversation.key, STREAMS.survey);
  const form = random.integer(0, course.organisation.quality.surveyForms.length - 1);
  return { ...handling, form, steps: toSurveySteps(course, random) };
}

function toSurveySteps(course: Course, random: Random): readonly SurveyStep[] {
  const { activeUntil } = course.conversation;
  const pending = later(course, activeUntil, 0.0005);
  const sent = later(course, pending, 0.0005 + 0.002 * random.next());
  const fate = random.next();
  if (fate < 0.04)
    return [
      { at: pending, status: "Pending" },
      { at: sent, status: "Error" },
    ];
  const steps: readonly SurveyStep[] = [
    { at: pending, status: "Pending" },
    { at: sent, status: "Sent" },
  ];
  if (fate < 0.6) return [...steps, { at: later(course, activeUntil, 0.95), status: "Expired" }];
  // Most who answer do it soon.
  const opened = later(course, sent, 0.001 + 0.8 * random.next() ** 3);
  if (fate < 0.65) return [...steps, { at: opened, status: "OptOut" }];
  const answered = later(course, opened, 0.0002 + 0.001 * random.next());
  const promoterScore = random.integer(0, 10);
  const partial = random.chance(0.1);
  const answer = { promoterScore, totalScore: Math.min(100, promoterScore * 8 + random.integer(0, 20)), partial };
  return [...steps, { at: opened, status: "InProgress" }, { at: answered, status: "Finished", answer }];
}

function resolve(course: Course, handling: Handling): WorldResolution {
  const { activeUntil, key } = course.conversation;
  const random = new Random(key, STREAMS.resolution);
  return { ...handling, at: later(course, activeUntil, 0.9), nextContactAvoided: random.chance(0.8) };
}
