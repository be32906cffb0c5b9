import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createProtection } from "../../src/model/privacy/create-protection.ts";
import { type Level, PERSONAL_FIELDS } from "../../src/model/privacy/personal-fields.ts";
import { type PrivacyPolicy, parsePrivacyPolicy } from "../../src/model/privacy/privacy-policy.ts";
import { summarize } from "../../src/model/summarize.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";

const DECLARATIONS = readFileSync(
  createRequire(import.meta.url)
    .resolve("purecloud-platform-client-v2/package.json")
    .replace(/package\.json$/, "index.d.ts"),
  "utf8",
);

const LEVELS: Readonly<Record<string, Level>> = {
  AnalyticsConversation: "conversation",
  AnalyticsParticipant: "participant",
  AnalyticsSession: "session",
  AnalyticsFlow: "flow",
  AnalyticsConversationSegment: "segment",
  AnalyticsProperty: "property",
};

/** What can hold text, and was judged to be about the organisation, its agents or the machinery. Instants are not listed. */
const NOT_PERSONAL: Readonly<Record<string, string>> = {
  AnalyticsConversation:
    "accessAttributes associatedConversationId consultationConversationIds conversationId conversationInitiator divisionIds knowledgeBaseIds originatingDirection",
  AnalyticsParticipant: "flaggedReason participantId purpose teamId userId",
  AnalyticsSession:
    "activeSkillIds agentAssistantId assignerId bargedParticipantId coachedParticipantId cobrowseRole cobrowseRoomId deliveryStatus direction " +
    "dispositionAnalyzer dispositionName edgeId engagementSource extendedDeliveryStatus flowInType flowOutType journeyActionId " +
    "journeyActionMapId journeyCustomerIdType journeyCustomerSessionIdType mediaBridgeId mediaType messageType monitoredParticipantId " +
    "outboundCampaignId outboundContactListId peerId protocolCallId provider removedSkillIds requestedRoutings roomId routingRule " +
    "routingRuleType screenMonitoredUserId screenShareRoomId scriptId selectedAgentId sessionId skillExpressionId usedRouting videoRoomId",
  AnalyticsFlow:
    "endingLanguage entryType exitReason flowId flowName flowType flowVersion recognitionFailureReason startingLanguage transferType",
  AnalyticsConversationSegment:
    "destinationConversationId destinationSessionId disconnectType errorCode groupId queueId requestedLanguageId requestedRoutingSkillIds " +
    "requestedRoutingUserIds segmentType sourceConversationId sourceSessionId wrapUpCode",
  AnalyticsProperty: "property propertyType",
  AnalyticsEvaluation:
    "assigneeId calibrationId contextId evaluationId evaluationStatus evaluatorId formId formName queueId userId",
  AnalyticsSurvey: "queueId surveyFormContextId surveyFormId surveyFormName surveyId surveyStatus surveyType userId",
  AnalyticsResolution: "queueId userId",
  AnalyticsAgentGroup: "agentGroupId agentGroupType",
  AnalyticsProposedAgent: "proposedAgentId",
  AnalyticsMediaEndpointStat: "codecs",
  AnalyticsFlowOutcome: "flowOutcome flowOutcomeId flowOutcomeValue",
  AnalyticsSessionMetric: "name",
  AnalyticsScoredAgent: "scoredAgentId",
};

const IS_INSTANT = /(Time|Date|Start|End|Timestamp|Timeout)$/;

interface Declared {
  readonly name: string;
  readonly type: string;
}

function fieldsOf(type: string): Declared[] {
  const body = new RegExp(`interface ${type} \\{([^]*?)\\n\\t\\}`).exec(DECLARATIONS)?.[1];
  if (body === undefined) throw new RangeError(`the SDK publishes no ${type}`);
  return [...body.matchAll(/"(\w+)"\?: ([^;]+(?:;\s*\})?)/g)].map(([, name = "", declared = ""]) => ({
    name,
    type: declared,
  }));
}

/** Every type that a conversation is made of. */
function reachableTypes(): string[] {
  const found = ["AnalyticsConversation"];
  for (const type of found)
    for (const { type: declared } of fieldsOf(type)) {
      const inner = /Models\.(\w+)/.exec(declared)?.[1];
      if (inner !== undefined && !found.includes(inner)) found.push(inner);
    }
  return found;
}

const textsOf = (type: string) =>
  fieldsOf(type)
    .filter(({ name, type: declared }) => declared.includes("string") && !IS_INSTANT.test(name))
    .map(({ name }) => name);

const personalOf = (type: string) =>
  PERSONAL_FIELDS.filter(({ level }) => level === LEVELS[type]).map(({ field }) => field);

describe("the published types of a conversation", () => {
  test("are the ones that were judged", () => {
    expect(reachableTypes().sort()).toEqual(Object.keys(NOT_PERSONAL).sort());
  });

  test.each(Object.keys(NOT_PERSONAL))(
    "%s: every field that can hold text is personal or not, in one place",
    (type) => {
      const judged = [...personalOf(type), ...(NOT_PERSONAL[type] ?? "").split(" ")];
      expect(judged.sort()).toEqual(textsOf(type).sort());
    },
  );
});

const details = join(process.env["NOWTHEN_RECORDED"] ?? "", "details");
const hasRecorded = process.env["NOWTHEN_RECORDED"] !== undefined && existsSync(details);

describe.skipIf(!hasRecorded)("recorded records (NOWTHEN_RECORDED)", () => {
  const KEY = new Uint8Array(32).fill(1);
  const OBSERVED = { source: "file", observedAt: Date.parse("2026-03-20T00:00:00Z") } as const;
  const policies = "ani dnis names addresses contacts attributes notes"
    .split(" ")
    .flatMap((kind) => [`${kind}=hash`, `${kind}=drop`])
    .concat("all=hash", "all=drop");

  for (const file of hasRecorded ? readdirSync(details) : [])
    test(`${file} is counted alike under every policy, and says nothing that is protected`, () => {
      for (const record of readRecords(file))
        for (const text of policies) {
          const policy = parsePrivacyPolicy(text, "the test");
          const left = createProtection(policy, KEY)(record);
          expect(numbersOf(left)).toEqual(numbersOf(record));
          expect(JSON.stringify(left).match(revealing(policy)) ?? []).toEqual([]);
        }
    });

  function readRecords(file: string): AnalyticsConversation[] {
    const body = JSON.parse(readFileSync(join(details, file), "utf8"));
    return body.conversations ?? [body];
  }

  function numbersOf(record: AnalyticsConversation): unknown {
    const { customer: _, ...numbers } = summarize(record, OBSERVED).summary;
    return numbers;
  }

  /** What the recorded ones were made unrecognisable with. */
  function revealing({ ani, dnis, names, addresses, attributes }: PrivacyPolicy): RegExp {
    const hidesAll = [ani, dnis, names, addresses].every((choice) => choice !== "keep");
    const words = [
      ...(ani === "keep" ? [] : ['"ani":"(?!hash:)']),
      ...(dnis === "keep" ? [] : ['nis":"(?!hash:)', '"entryReason":"(?!hash:)']),
      ...(names === "keep" ? [] : ["Person \\w{4}", "name-\\w{4}", "John Doe"]),
      ...(attributes === "keep" ? [] : ['"attribute\\d+":"redacted']),
      ...(hidesAll ? ["\\+1555", "sip:ep-"] : []),
    ];
    return new RegExp(words.length === 0 ? "(?!)" : words.join("|"), "g");
  }
});

test.skipIf(hasRecorded)(
  "LOUD: recorded records are not protected, because NOWTHEN_RECORDED names no folder of them",
  () => {
    process.stderr.write("\nNOWTHEN_RECORDED is not set: protection is not tried on recorded records.\n");
  },
);
