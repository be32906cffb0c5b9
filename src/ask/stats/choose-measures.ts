import { AppError } from "../../base/app-error.ts";
import { MEASURE_NAMES, MEASURES, type MeasureName } from "../../model/measures.ts";
import type { ValueField } from "../../sources/filter/criterion.ts";
import { GROUP_DIMENSIONS } from "./dimensions.ts";
import type { StatsParameters } from "./stats-parameters.ts";

export interface ChosenMeasures {
  readonly measures: readonly MeasureName[];
  /** What was left out because the rows can't have it, in a sentence. */
  readonly notes: readonly string[];
}

/**
 * The measures that a question is about. Users and wrap-up codes stand on sessions of agents only: asked by them for what is
 * counted in a queue, the API answers with nothing at all. So a combination that does not exist (offered by user) is refused
 * where it is asked for by name: `METRIC_NOT_BY_AGENT` (input). Where all are wanted, those that can't be are left out, and a
 * note says so.
 */
export function chooseMeasures(parameters: Pick<StatsParameters, "metric" | "by" | "user" | "wrapUp">): ChosenMeasures {
  const { metric: wanted } = parameters;
  const reason = toReason(parameters);
  const isOfQueue = (name: MeasureName) => MEASURES[name].side === "queue";
  const [impossible] = reason === null ? [] : (wanted ?? []).filter(isOfQueue);
  if (impossible !== undefined && reason !== null) throw notByAgent(impossible, reason);
  if (wanted !== undefined || reason === null) return { measures: wanted ?? MEASURE_NAMES, notes: [] };
  const left = MEASURE_NAMES.filter(isOfQueue);
  return {
    measures: MEASURE_NAMES.filter((name) => !isOfQueue(name)),
    notes: [`Left out are ${left.join(", ")}: they are counted in the queue, where there is no ${reason}.`],
  };
}

function toReason({ by = [], user, wrapUp }: Pick<StatsParameters, "by" | "user" | "wrapUp">): string | null {
  const fields: ValueField[] = by.map((name) => GROUP_DIMENSIONS[name].field);
  if (user !== undefined || fields.includes("user")) return "user";
  return wrapUp !== undefined || fields.includes("wrapUpCode") ? "wrap-up code" : null;
}

function notByAgent(name: MeasureName, reason: string): AppError {
  return new AppError({
    kind: "input",
    code: "METRIC_NOT_BY_AGENT",
    message: `There is no ${name} by ${reason}: ${MEASURES[name].metric} is counted in the queue, where there is no ${reason} yet.`,
    hint: `Ask for ${name} by queue, media, direction or division; by ${reason} there are answered, handled, ahtMs, talkMs, heldMs, acwMs and transfers.`,
  });
}
