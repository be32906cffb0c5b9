import { type Context, Hono } from "hono";
import type { App } from "../../app/app.ts";
import type { Parameters, RawParameters, RawValue } from "../../ask/parameter.ts";
import type { Question } from "../../ask/question.ts";
import { QUESTIONS } from "../../ask/questions.ts";
import { AppError } from "../../base/app-error.ts";
import { SERVED, type ServedQuestion, toServed } from "./served-questions.ts";
import { FORMATS, type Format, writeAnswer } from "./write-answer.ts";

type AnyQuestion = Question<Parameters, unknown>;

/** A route for each question, and one that explains it. */
export function createQuestionRoutes(app: App): Hono {
  const routes = new Hono();
  for (const served of SERVED) {
    const question = QUESTIONS[served.name] as unknown as AnyQuestion;
    const path = served.path.replaceAll("{", ":").replaceAll("}", "");
    routes.get(path, async (context) => {
      const { format, raw } = readQuery(context, served, question);
      const answer = toServed(await app.ask(question, raw, { signal: context.req.raw.signal }));
      return send(context, served, format, writeAnswer(answer, format, served.csv ?? []));
    });
    routes.get(path.replace("/api/v1/", "/api/v1/explain/"), async (context) => {
      const { raw } = readQuery(context, served, question);
      const plan = toServed(await app.explain(question, raw, { signal: context.req.raw.signal }));
      return send(context, served, "json", writeAnswer(plan, "json", []));
    });
  }
  return routes;
}

function readQuery(context: Context, { inPath, csv }: ServedQuestion, { parameters }: AnyQuestion) {
  const raw: Record<string, RawValue> = {};
  let format: Format = "json";
  for (const [name, values] of Object.entries(context.req.queries())) {
    const [value = ""] = values;
    if (name === "format") format = toFormat(value, csv !== null);
    else raw[name] = parameters[name]?.many === true ? values : value;
  }
  for (const name of inPath) raw[name] = context.req.param(name) ?? "";
  return { format, raw: raw as RawParameters };
}

function toFormat(value: string, hasRows: boolean): Format {
  const known = (Object.keys(FORMATS) as Format[]).filter((format) => format === "json" || hasRows);
  const format = known.find((one) => one === value);
  if (format !== undefined) return format;
  throw new AppError({
    kind: "input",
    code: "PARAMETER_INVALID",
    message: `format is ${JSON.stringify(value)}, but must be one of ${known.join(", ")}.`,
    hint: "Leave it out for JSON.",
    details: { parameter: "format" },
  });
}

/** The first piece is waited for, so that what fails at once is told with a status of its own. */
async function send(
  context: Context,
  { name }: ServedQuestion,
  format: Format,
  pieces: AsyncGenerator<string, void, undefined>,
): Promise<Response> {
  const first = await pieces.next();
  const encoder = new TextEncoder();
  let pending = first.done === true ? undefined : first.value;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = pending ?? (await pieces.next()).value;
      pending = undefined;
      if (typeof piece === "string") controller.enqueue(encoder.encode(piece));
      else controller.close();
    },
    async cancel() {
      await pieces.return();
    },
  });
  const headers: Record<string, string> = { "content-type": FORMATS[format], "cache-control": "no-store" };
  if (format === "csv") headers["content-disposition"] = `attachment; filename="nowthen-${name}.csv"`;
  return context.body(body, 200, headers);
}
