import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import { toDetailRecord } from "./detail-record.ts";
import { toQualityAttachments } from "./quality-attachments.ts";

const FIRST = Date.UTC(2026, 3, 6) / DAY_MS;
const world = new World(1, 400);
const { organisation } = world;
const { windowMs } = organisation.quality;
const conversations = Array.from({ length: 14 }, (_, day) => world.startingOn(FIRST + day)).flat();
/** The last metric of a flow follows the end by two milliseconds. */
const LAST_METRIC_MS = 1_000;

const recordAt = (conversation: WorldConversation, at: number, of = organisation) =>
  toDetailRecord({ organisation: of, conversation, at });

const statusesOf = ({ evaluations = [], surveys = [] }: AnalyticsConversation) => [
  ...evaluations.map(({ evaluationStatus }) => evaluationStatus),
  ...surveys.map(({ surveyStatus }) => surveyStatus),
];

type Attachments = ReturnType<typeof toQualityAttachments>;

/** Every status that comes after another one of the same thing, over all conversations, looked at twice an hour. */
function listTransitions(
  list: (attachments: Attachments) => (readonly [id: string | undefined, status: string | undefined])[],
): string[] {
  const seen = new Set<string>();
  for (const conversation of conversations) {
    const { activeUntil } = conversation;
    const look = (at: number) => list(toQualityAttachments({ organisation, conversation, at }));
    if (look(activeUntil + windowMs).length === 0) continue;
    const before = new Map<string | undefined, string>();
    for (let at = activeUntil; at <= activeUntil + windowMs; at += HOUR_MS / 2) {
      for (const [id, status = ""] of look(at)) {
        const earlier = before.get(id) ?? "";
        if (status !== earlier) seen.add(`${earlier} ${status}`.trim());
        before.set(id, status);
      }
    }
  }
  return [...seen].sort();
}

describe("after its end a record", () => {
  const some = fc.record({
    index: fc.nat(conversations.length - 1),
    after: fc.nat(100 * DAY_MS),
  });
  const find = (index: number) => {
    const conversation = conversations[index];
    if (conversation === undefined) throw new RangeError("no such conversation");
    return conversation;
  };

  test("is settled when the window has passed, for good", () => {
    fc.assert(
      fc.property(some, ({ index, after }) => {
        const conversation = find(index);
        const settled = conversation.end + windowMs;
        expect(recordAt(conversation, settled + after)).toEqual(recordAt(conversation, settled));
      }),
      { numRuns: 1_000 },
    );
  });

  test("changes by what is said of it only: the conversation itself is told", () => {
    fc.assert(
      fc.property(some, ({ index, after }) => {
        const conversation = find(index);
        const {
          evaluations: _,
          surveys: __,
          resolutions: ___,
          ...told
        } = recordAt(conversation, conversation.end + LAST_METRIC_MS);
        const late = recordAt(conversation, conversation.end + LAST_METRIC_MS + after);
        expect(late).toMatchObject(told);
        expect(Object.keys(late).filter((key) => !(key in told))).toEqual(
          Object.keys(late).filter((key) => /^(evaluations|surveys|resolutions)$/.test(key)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("differs on the first day from the third, and on the third from the last", () => {
    const days = [0, 1, 3, windowMs / DAY_MS];
    const texts = conversations.map((conversation) =>
      days.map((day) => JSON.stringify(recordAt(conversation, conversation.end + LAST_METRIC_MS + day * DAY_MS))),
    );
    for (const index of [1, 2, 3])
      expect(texts.filter((of) => of[index] !== of[index - 1]).length).toBeGreaterThan(100);
  });

  test("has nothing of it before the conversation is over, and nothing of later than then at any time", () => {
    fc.assert(
      fc.property(some, ({ index, after }) => {
        const conversation = find(index);
        const { evaluations, surveys, resolutions } = recordAt(conversation, conversation.activeUntil - 1);
        expect([evaluations, surveys, resolutions]).toEqual([undefined, undefined, undefined]);
        const at = conversation.activeUntil + (after % (2 * windowMs));
        const late = recordAt(conversation, at);
        for (const { eventTime = "" } of [
          ...(late.evaluations ?? []),
          ...(late.surveys ?? []),
          ...(late.resolutions ?? []),
        ]) {
          expect(Date.parse(eventTime)).toBeLessThanOrEqual(at);
          expect(Date.parse(eventTime)).toBeGreaterThan(conversation.activeUntil);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("evaluations and surveys go through their statuses in the documented order", () => {
  expect(
    listTransitions(({ evaluations = [] }) =>
      evaluations.map(({ evaluationId, evaluationStatus }) => [evaluationId, evaluationStatus] as const),
    ),
  ).toEqual([
    "Finished InReview",
    "Finished Retracted",
    "InProgress Finished",
    "InReview Finished",
    "Pending",
    "Pending Finished",
    "Pending InProgress",
  ]);
  const ofSurveys = listTransitions(({ surveys = [] }) =>
    surveys.map(({ surveyId, surveyStatus }) => [surveyId, surveyStatus] as const),
  );
  for (const transition of ["Pending", "Sent Finished", "Sent Expired", "Sent OptOut"])
    expect(ofSurveys).toContain(transition);
  for (const transition of ofSurveys) expect(transition).not.toMatch(/^(Finished|Expired|OptOut|Error) /);
});

test("who is evaluated talked; who evaluates leads the site, and is somebody else", () => {
  const found = conversations.flatMap((conversation) => {
    const record = recordAt(conversation, conversation.end + windowMs);
    return (record.evaluations ?? []).map((evaluation) => ({ record, evaluation, site: conversation.site }));
  });
  expect(found.length).toBeGreaterThan(150);
  for (const { record, evaluation, site } of found) {
    const agent = record.participants?.find(
      ({ userId, purpose }) => purpose === "agent" && userId === evaluation.userId,
    );
    expect(agent).toBeDefined();
    const evaluator = organisation.users.find(({ id }) => id === evaluation.evaluatorId);
    expect(evaluator).toMatchObject({ supervisor: true, site });
    expect(evaluation.evaluatorId).not.toBe(evaluation.userId);
    expect(evaluation.oTotalScore !== undefined).toBe(evaluation.evaluationStatus !== "Pending");
  }
});

test("an answered survey has its scores and its date, another none", () => {
  const surveys = conversations.flatMap(
    (conversation) => recordAt(conversation, conversation.end + windowMs).surveys ?? [],
  );
  expect(surveys.length).toBeGreaterThan(300);
  for (const survey of surveys) {
    const answered = survey.surveyStatus === "Finished";
    expect(survey.surveyCompletedDate !== undefined).toBe(answered);
    expect(survey.surveyPromoterScore !== undefined).toBe(answered);
    expect(survey.oSurveyTotalScore !== undefined).toBe(answered);
  }
});

test("the window can be another one", () => {
  const quick = new World(1, 400, HOUR_MS);
  const recent = quick.startingOn(FIRST);
  const statuses = recent.flatMap((conversation) => {
    const settled = recordAt(conversation, conversation.end + HOUR_MS, quick.organisation);
    expect(recordAt(conversation, conversation.end + 50 * DAY_MS, quick.organisation)).toEqual(settled);
    return statusesOf(settled);
  });
  expect(statuses).toContain("Expired");
});
