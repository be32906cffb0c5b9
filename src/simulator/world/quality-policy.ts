import { toNamedUuid } from "./ids.ts";
import { EVALUATION_FORMS, SITE_SPECS, SURVEY_FORMS } from "./organisation-specs.ts";

/** A form, published once; its context is the form whatever its version. */
export interface Form {
  readonly id: string;
  readonly contextId: string;
  readonly name: string;
}

/** How an organisation goes about what is said of its conversations after their end. */
export interface QualityPolicy {
  readonly evaluationForms: readonly Form[];
  readonly surveyForms: readonly Form[];
  /** Indexes of the users who evaluate others, by the index of their site. */
  readonly evaluators: readonly (readonly number[])[];
  /** So long after the end of a conversation nothing new is said of it. */
  readonly windowMs: number;
}

/** Of a user, what decides whether he evaluates, and whom. */
interface Member {
  readonly index: number;
  readonly site: number;
  readonly supervisor: boolean;
}

export function createQualityPolicy(seed: number, users: readonly Member[], windowMs: number): QualityPolicy {
  const id = (kind: string, name: string) => toNamedUuid(seed, kind, name);
  const toForm = (name: string) => ({ id: id("form", name), contextId: id("form context", name), name });
  return {
    evaluationForms: EVALUATION_FORMS.map(toForm),
    surveyForms: SURVEY_FORMS.map(toForm),
    evaluators: SITE_SPECS.map((_, site) =>
      users.flatMap((user) => (user.supervisor && user.site === site ? [user.index] : [])),
    ),
    windowMs,
  };
}
