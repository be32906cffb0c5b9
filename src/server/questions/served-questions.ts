import type { LiveAnswer } from "../../ask/questions/live.ts";
import type { ReportAnswer } from "../../ask/questions/report.ts";
import type { ShowAnswer } from "../../ask/questions/show.ts";
import { QUESTIONS, type QuestionName } from "../../ask/questions.ts";
import { SUMMARY_FIELDS } from "../../model/summary-fields.ts";

/** How a question is asked over HTTP: its place, and what of its answer is given. Everything else derives from the question. */
export interface ServedQuestion {
  readonly name: QuestionName;
  readonly path: string;
  /** Parameters that stand in the path. */
  readonly inPath: readonly string[];
  /** Columns of its rows as CSV; `null` where it is only given as JSON. */
  readonly csv: readonly string[] | null;
  /** Name of the type of its answer in the generated schemas. */
  readonly schema: string;
}

const LIVE_COLUMNS = [...SUMMARY_FIELDS, "liveState", "participants"];

const CSV: Partial<Record<QuestionName, readonly string[]>> = { history: SUMMARY_FIELDS, live: LIVE_COLUMNS };

export const SERVED: readonly ServedQuestion[] = (Object.keys(QUESTIONS) as QuestionName[]).map((name) => {
  const parameters = Object.entries(QUESTIONS[name].parameters);
  const inPath = parameters.filter(([, { flag }]) => flag.startsWith("<")).map(([parameter]) => parameter);
  return {
    name,
    path: [`/api/v1/${name}`, ...inPath.map((parameter) => `{${parameter}}`)].join("/"),
    inPath,
    csv: CSV[name] ?? null,
    schema: `${name[0]?.toUpperCase()}${name.slice(1)}Body`,
  };
});

type Parts = Partial<Pick<ShowAnswer, "conversation" | "metrics">> & Partial<Pick<ReportAnswer, "active">>;

/** The answer of any question: its rows as they come, what stands beside them, and what there is to know about it. */
export interface Served extends Parts {
  readonly rows: AsyncIterable<object>;
  readonly meta: LiveAnswer["meta"] | { readonly [name: string]: unknown };
}

/** A report calls its rows history. */
export function toServed(answer: unknown): Served {
  const { history, ...rest } = answer as Served & { history?: AsyncIterable<object> };
  return history === undefined ? rest : { ...rest, rows: history };
}
