import type { AnalyticsConversation } from "../../model/wire.ts";
import type { JsonObject } from "../rest/json-object.ts";
import { compileFilters, type Test } from "./compile-filters.ts";
import { compilePredicate, type PredicateTerms } from "./compile-predicate.ts";
import {
  CONVERSATION_DIMENSIONS,
  readDimension,
  SEGMENT_DIMENSIONS,
  type SegmentScope,
  toValues,
} from "./dimensions.ts";
import { DETAIL_METRICS } from "./metric-names.ts";

const CONVERSATION_TERMS: PredicateTerms<AnalyticsConversation> = {
  typeName: "ConversationDetailQuery",
  dimensions: CONVERSATION_DIMENSIONS,
  metrics: DETAIL_METRICS,
  readDimension: (name, conversation) => {
    const place = CONVERSATION_DIMENSIONS[name];
    return place === undefined ? [] : readDimension(place, { conversation });
  },
  readMetric: (name, conversation) => {
    if (name === "tConversationDuration") return toDuration(conversation);
    const sessions = (conversation.participants ?? []).flatMap((participant) => participant.sessions ?? []);
    return sessions.flatMap(({ metrics = [] }) =>
      metrics.flatMap((metric) => (metric.name === name ? (metric.value ?? []) : [])),
    );
  },
};

const SEGMENT_TERMS: PredicateTerms<SegmentScope> = {
  typeName: "SegmentDetailQuery",
  dimensions: SEGMENT_DIMENSIONS,
  metrics: ["tSegmentDuration"],
  readDimension: (name, scope) => {
    const place = SEGMENT_DIMENSIONS[name];
    return place === undefined ? [] : readDimension(place, scope);
  },
  readMetric: (_, { segment }, now) => {
    const start = Date.parse(segment.segmentStart ?? "");
    const end = segment.segmentEnd === undefined ? now : Date.parse(segment.segmentEnd);
    return Number.isFinite(end - start) ? [end - start] : [];
  },
};

function toDuration({ conversationStart, conversationEnd }: AnalyticsConversation): readonly number[] {
  const duration = Date.parse(conversationEnd ?? "") - Date.parse(conversationStart ?? "");
  return Number.isFinite(duration) ? [duration] : [];
}

const BOOLEANS = ["false", "true"];

/** What was attached to the conversation later: evaluations, surveys, resolutions, each with its own words. */
const ATTACHMENTS = {
  evaluationFilters: {
    list: "evaluations",
    typeName: "EvaluationDetailQuery",
    dimensions: (
      "assigneeApplicable assigneeId calibrationId contextId deleted evaluationId evaluationStatus evaluatorId eventTime formId " +
      "formName queueId released rescored systemSubmitted userId"
    ).split(" "),
    values: {
      assigneeApplicable: BOOLEANS,
      deleted: BOOLEANS,
      evaluationStatus: ["Finished", "InProgress", "InReview", "Pending", "Retracted"],
      released: BOOLEANS,
      rescored: BOOLEANS,
      systemSubmitted: BOOLEANS,
    },
    metrics: ["oTotalCriticalScore", "oTotalScore"],
  },
  surveyFilters: {
    list: "surveys",
    typeName: "SurveyDetailQuery",
    dimensions: (
      "eventTime queueId surveyCompletedDate surveyFormContextId surveyFormId surveyId surveyPartialResponse surveyPromoterScore " +
      "surveyStatus surveyType userId"
    ).split(" "),
    values: {
      surveyPartialResponse: BOOLEANS,
      surveyType: ["Voice", "Web"],
    },
    metrics: ["oSurveyTotalScore"],
  },
  resolutionFilters: {
    list: "resolutions",
    typeName: "ResolutionDetailQuery",
    dimensions: [],
    values: {},
    metrics: ["nNextContactAvoided"],
  },
} as const;

/** Whether a body asks for what comes and changes when the conversation is over. */
export function asksForAttachments(body: JsonObject): boolean {
  return Object.keys(ATTACHMENTS).some((filters) => Array.isArray(body[filters]) && body[filters].length > 0);
}

/** The filters of a details query as one test, or undefined when there are none. */
export function compileConversationTest(
  body: JsonObject,
  { partialAddresses = false } = {},
): Test<AnalyticsConversation> | undefined {
  const tests = compileFilters(body["conversationFilters"], (predicate) =>
    compilePredicate(predicate, CONVERSATION_TERMS),
  );
  for (const test of compileFilters(body["segmentFilters"], (predicate) =>
    compilePredicate(predicate, { ...SEGMENT_TERMS, partialAddresses }),
  )) {
    tests.push((conversation, now) => someSegment(conversation, (scope) => test(scope, now)));
  }
  for (const [filters, { list, ...words }] of Object.entries(ATTACHMENTS)) {
    const terms = toAttachmentTerms(words);
    for (const test of compileFilters(body[filters], (predicate) => compilePredicate(predicate, terms))) {
      // Without any attachment, what must not exist does not.
      tests.push((conversation, now) => readAttachments(conversation, list).some((one) => test(one, now)));
    }
  }
  return tests.length === 0 ? undefined : (conversation, now) => tests.every((test) => test(conversation, now));
}

/** Whether all that a segment filter says holds of one and the same segment. */
function someSegment(conversation: AnalyticsConversation, test: (scope: SegmentScope) => boolean): boolean {
  for (const participant of conversation.participants ?? []) {
    for (const session of participant.sessions ?? []) {
      for (const segment of session.segments ?? []) {
        if (test({ conversation, participant, session, segment })) return true;
      }
    }
  }
  return false;
}

function toAttachmentTerms(words: {
  typeName: string;
  dimensions: readonly string[];
  values: Readonly<Partial<Record<string, readonly string[]>>>;
  metrics: readonly string[];
}): PredicateTerms<object> {
  return {
    typeName: words.typeName,
    dimensions: Object.fromEntries(words.dimensions.map((name) => [name, toClosedSet(words.values[name])])),
    metrics: words.metrics,
    readDimension: (name, attachment) => toValues(attachment, name),
    readMetric: (name, attachment) => toValues(attachment, name),
  };
}

function toClosedSet(values: readonly string[] | undefined): { values?: readonly string[] } {
  return values === undefined ? {} : { values };
}

function readAttachments(conversation: AnalyticsConversation, list: string): readonly object[] {
  const attachments = (conversation as unknown as Readonly<Record<string, unknown>>)[list];
  return Array.isArray(attachments) && attachments.length > 0 ? attachments : [{}];
}
