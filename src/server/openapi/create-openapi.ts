import type { Parameter } from "../../ask/parameter.ts";
import { QUESTIONS } from "../../ask/questions.ts";
import { SERVED, type ServedQuestion } from "../questions/served-questions.ts";
import { FORMATS } from "../questions/write-answer.ts";
import { ANSWER_SCHEMAS } from "./answer-schemas.ts";

/** The document of the API (OpenAPI 3.1), made from the questions and the types of their answers. */
export function createOpenApi() {
  return {
    openapi: "3.1.0",
    info: {
      title: "nowthen",
      version: "1",
      description:
        "Answers questions about Genesys Cloud conversations, live or historical. Everything is read with GET; durations are milliseconds, instants UTC ISO-8601, null is unknown.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }, {}],
    paths: Object.fromEntries([
      ...SERVED.flatMap((served) => [toPath(served), toExplainPath(served)]),
      ["/api/v1/events", { get: EVENTS }],
    ]),
    components: {
      schemas: { ...ANSWER_SCHEMAS, Problem: PROBLEM },
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

function toPath(served: ServedQuestion) {
  const question = QUESTIONS[served.name];
  const rows = served.csv === null ? {} : { [FORMATS.ndjson]: { schema: {} }, [FORMATS.csv]: { schema: {} } };
  return [
    served.path,
    {
      get: {
        operationId: served.name,
        summary: question.summary,
        description: question.description,
        parameters: [...listParameters(served), ...(served.csv === null ? [] : [FORMAT_PARAMETER])],
        responses: toResponses(served.schema, rows),
      },
    },
  ] as const;
}

function toExplainPath(served: ServedQuestion) {
  return [
    served.path.replace("/api/v1/", "/api/v1/explain/"),
    {
      get: {
        operationId: `explain${served.name[0]?.toUpperCase()}${served.name.slice(1)}`,
        summary: `Which API would answer which part of \`${served.name}\`, why, and at what cost`,
        parameters: listParameters(served),
        responses: toResponses("ExplanationBody", {}),
      },
    },
  ] as const;
}

const FORMAT_PARAMETER = {
  name: "format",
  in: "query",
  description: "JSON with everything, or the rows alone.",
  schema: { type: "string", enum: Object.keys(FORMATS), default: "json" },
};

function listParameters({ name, inPath }: ServedQuestion) {
  const parameters: Readonly<Record<string, Parameter<unknown>>> = QUESTIONS[name].parameters;
  return Object.entries(parameters).map(([parameter, { description, choices, many, flag }]) => ({
    name: parameter,
    in: inPath.includes(parameter) ? "path" : "query",
    required: inPath.includes(parameter),
    description,
    schema: toSchema(flag, choices, many === true),
    ...(many === true ? { style: "form", explode: true } : {}),
  }));
}

function toSchema(flag: string, choices: readonly string[] | undefined, isMany: boolean) {
  const isSwitch = !flag.includes("<");
  const isCount = flag.includes("<n>");
  const one = isSwitch
    ? { type: "boolean" }
    : isCount
      ? { type: "integer" }
      : { type: "string", ...(choices === undefined ? {} : { enum: choices }) };
  return isMany ? { type: "array", items: one } : one;
}

function toResponses(schema: string, others: Readonly<Record<string, unknown>>) {
  const problem = { $ref: "#/components/schemas/Problem" };
  const answer = (description: string) => ({ description, content: { "application/json": { schema: problem } } });
  return {
    "200": {
      description: "The answer",
      content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } }, ...others },
    },
    "400": answer("Something in the question can't be: which, and what may be there"),
    "401": answer("The token is missing, or is another one"),
    "404": answer("There is no such conversation, user or queue"),
    "429": answer("Too many questions at once"),
    default: answer("What was being done, why it failed, and what to do"),
  };
}

const EVENTS = {
  operationId: "events",
  summary: "What happens now, as server-sent events",
  description:
    "`snapshot` first: what is live, and the latest of everything else; then `changes` (conversations that began or changed, and those that are gone), `queues`, `today`, `copy`, `sync`, `freshness` and `written`. With `Last-Event-ID` it goes on where a broken connection stood.",
  responses: { "200": { description: "Events", content: { "text/event-stream": { schema: { type: "string" } } } } },
};

const PROBLEM = {
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        kind: { type: "string" },
        code: { type: "string" },
        message: { type: "string" },
        hint: { type: "string" },
        details: { type: "object" },
      },
      required: ["kind", "code", "message"],
      additionalProperties: false,
    },
  },
  required: ["error"],
};
