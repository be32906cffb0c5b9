import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

const DETAILS = "/api/v2/analytics/conversations/details";
const DAY = { from: Date.UTC(2026, 5, 9), to: Date.UTC(2026, 5, 10) };
const OPTIONS = { limits: "off", tokenSeconds: 172_800, lakeLag: 0, lakeStep: 1, jobDuration: 0 } as const;

let client: SimulatorClient;
let settled: AnalyticsConversation[];

beforeAll(async () => {
  client = await createSimulatorClient(OPTIONS);
  settled = await listWeek(client, {});
});

async function listWeek(asked: SimulatorClient, filters: object): Promise<AnalyticsConversation[]> {
  const interval = toIsoInterval({ from: DAY.from - 21 * DAY_MS, to: DAY.from - 14 * DAY_MS });
  return list(asked, { interval, ...filters });
}

async function list(asked: SimulatorClient, query: object): Promise<AnalyticsConversation[]> {
  const { status, body } = await asked.post(`${DETAILS}/query`, {
    ...query,
    paging: { pageSize: 100_000, pageNumber: 1 },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.conversations ?? [];
}

const ids = (records: readonly AnalyticsConversation[]) => records.map(({ conversationId }) => conversationId);
const filter = (kind: string, ...predicates: object[]) => ({ [`${kind}Filters`]: [{ type: "and", predicates }] });

describe("a details query finds conversations", () => {
  type Expected = (record: AnalyticsConversation) => boolean;
  const cases: readonly (readonly [name: string, filters: object, expected: Expected])[] = [
    [
      "by the status of their evaluations",
      filter("evaluation", { dimension: "evaluationStatus", value: "Finished" }),
      ({ evaluations = [] }) => evaluations.some(({ evaluationStatus }) => evaluationStatus === "Finished"),
    ],
    [
      "by what holds of one and the same evaluation",
      filter(
        "evaluation",
        { dimension: "rescored", value: "true" },
        { type: "metric", metric: "oTotalScore", range: { gte: 80 } },
      ),
      ({ evaluations = [] }) =>
        evaluations.some(({ rescored, oTotalScore = 0 }) => rescored === true && oTotalScore >= 80),
    ],
    [
      "by there being an evaluation",
      filter("evaluation", { dimension: "evaluationId", operator: "exists" }),
      ({ evaluations }) => evaluations !== undefined,
    ],
    [
      "by there being none",
      filter("evaluation", { dimension: "evaluationId", operator: "notExists" }),
      ({ evaluations }) => evaluations === undefined,
    ],
    [
      "by how likely the customer is to recommend",
      filter("survey", { dimension: "surveyPromoterScore", range: { gte: 9 } }),
      ({ surveys = [] }) => surveys.some(({ surveyPromoterScore = 0 }) => surveyPromoterScore >= 9),
    ],
    [
      "by when a survey was answered",
      filter("survey", {
        dimension: "surveyCompletedDate",
        range: { gte: new Date(DAY.from - 18 * DAY_MS).toISOString() },
      }),
      ({ surveys = [] }) =>
        surveys.some(({ surveyCompletedDate = "" }) => Date.parse(surveyCompletedDate) >= DAY.from - 18 * DAY_MS),
    ],
    [
      "by surveys nobody answered",
      filter("survey", { dimension: "surveyStatus", value: "Expired" }),
      ({ surveys = [] }) => surveys.some(({ surveyStatus }) => surveyStatus === "Expired"),
    ],
    [
      "by avoided contacts",
      filter("resolution", { metric: "nNextContactAvoided", range: { gt: 0 } }),
      ({ resolutions = [] }) => resolutions.some(({ nNextContactAvoided = 0 }) => nNextContactAvoided > 0),
    ],
  ];

  test.each(cases)("%s", async (_, filters, expected) => {
    const found = await listWeek(client, filters);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(settled.length);
    expect(ids(found)).toEqual(ids(settled.filter(expected)));
  });

  const refused: readonly (readonly [object, RegExp])[] = [
    [filter("evaluation", { dimension: "surveyId", operator: "exists" }), /EvaluationDetailQueryDimension/],
    [filter("evaluation", { dimension: "evaluationStatus", value: "Open" }), /Finished, InProgress, InReview/],
    [filter("survey", { dimension: "surveyFormName", operator: "exists" }), /SurveyDetailQueryDimension/],
    [filter("survey", { metric: "oTotalScore", range: { gt: 1 } }), /SurveyDetailQueryMetric/],
    [filter("resolution", { dimension: "queueId", operator: "exists" }), /ResolutionDetailQueryDimension/],
  ];
  test.each(refused)("not with %j", async (filters, message) => {
    const { status, body } = await client.post(`${DETAILS}/query`, { interval: toIsoInterval(DAY), ...filters });
    expect({ status, code: body.code }).toEqual({ status: 400, code: "invalid.value" });
    expect(body.message).toMatch(message);
  });
});

describe("a day's conversations, looked at again", () => {
  const answered = filter("survey", { dimension: "surveyStatus", value: "Finished" });

  test("match more surveys from day to day, though the query was asked before", async () => {
    const walker = await createSimulatorClient({ ...OPTIONS, tokenSeconds: 172_800 });
    const counts: number[] = [];
    for (const _ of [1, 2]) {
      counts.push((await list(walker, { interval: toIsoInterval(DAY), ...answered })).length);
      walker.clock.advance(DAY_MS - HOUR_MS);
    }
    const [first = 0, second = 0] = counts;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
  });

  test("are told alike by query, by id and by job", async () => {
    const query = await list(client, { interval: toIsoInterval(DAY), ...answered });
    const [first] = query;
    const byId = await client.get(`/api/v2/analytics/conversations/${first?.conversationId}/details`);
    expect(byId.body).toEqual(first);
    const { body: job } = await client.post(`${DETAILS}/jobs`, {
      interval: toIsoInterval(DAY),
      startOfDayIntervalMatching: true,
      ...answered,
    });
    const { body } = await client.get(`${DETAILS}/jobs/${job.jobId}/results`);
    expect(body.conversations.map(({ surveys }: AnalyticsConversation) => surveys)).toEqual(
      query.map(({ surveys }) => surveys),
    );
  });
});

test("live conversations list the evaluations of each agent, in the live API's spelling", async () => {
  const records = await list(client, {
    interval: toIsoInterval({ from: DAY.from, to: DAY.to + DAY_MS }),
    ...filter("evaluation", { dimension: "evaluationId", operator: "exists" }),
  });
  let seen = 0;
  for (const { conversationId, evaluations = [] } of records) {
    const { status, body } = await client.get(`/api/v2/conversations/${conversationId}`);
    if (status === 404) continue;
    // biome-ignore lint/suspicious/noExplicitAny: a live conversation as it was sent.
    const told = body.participants.flatMap(({ userId, evaluations: rows }: any) =>
      rows.map((row: object) => ({ ...row, of: userId })),
    );
    expect(told).toHaveLength(evaluations.length);
    for (const [index, evaluation] of evaluations.entries()) {
      expect(told[index]).toMatchObject({
        id: evaluation.evaluationId,
        of: evaluation.userId,
        status: evaluation.evaluationStatus?.toUpperCase(),
        agent: { id: evaluation.userId },
        evaluator: { id: evaluation.evaluatorId },
        conversation: { id: conversationId },
      });
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(0);
});
