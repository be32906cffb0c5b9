import type {
  AnalyticsConversation,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../src/model/wire.ts";

type Occurs = (record: AnalyticsConversation) => boolean;

const DAY_MS = 86_400_000;

const participant =
  (test: (one: AnalyticsParticipant) => boolean): Occurs =>
  ({ participants = [] }) =>
    participants.some(test);
const session = (test: (one: AnalyticsSession, of: AnalyticsParticipant) => boolean): Occurs =>
  participant((of) => (of.sessions ?? []).some((one) => test(one, of)));
const segment = (test: (one: AnalyticsSegment, of: AnalyticsSession) => boolean): Occurs =>
  session((of) => (of.segments ?? []).some((one) => test(one, of)));
const metric = (name: string): Occurs => session(({ metrics = [] }) => metrics.some((one) => one.name === name));
const hasSegment = ({ segments = [] }: AnalyticsSession, type: string) =>
  segments.some(({ segmentType }) => segmentType === type);
const media = (mediaType: string): Occurs => session((one) => one.mediaType === mediaType);
const lasts = ({ segmentStart, segmentEnd }: AnalyticsSegment): number =>
  Date.parse(segmentEnd ?? "") - Date.parse(segmentStart ?? "");

/** What the default organisation must have in any two months, told from detail records alone. */
export const WORLD_FEATURES: readonly (readonly [name: string, occurs: Occurs])[] = [
  ...["voice", "chat", "email", "message", "callback"].map((type) => [`the medium ${type}`, media(type)] as const),
  ["missed alerts", metric("tNotResponding")],
  [
    "after-call work of somebody who did not answer",
    session(({ metrics = [] }) => ["tNotResponding", "tAcw"].every((name) => metrics.some((one) => one.name === name))),
  ],
  ["holds", segment((one, of) => one.segmentType === "hold" && of.mediaType === "voice")],
  ["consults", metric("nConsult")],
  ["consult transfers", metric("nConsultTransferred")],
  ["blind transfers", metric("nBlindTransferred")],
  ["conferences", segment((one) => one.conference === true)],
  ["stuck legs", segment((one) => one.sourceConversationId !== undefined && !(lasts(one) < 58 * DAY_MS))],
  [
    "callbacks that expired",
    session(
      ({ mediaType, segments = [] }, { purpose }) =>
        purpose === "acd" && mediaType === "callback" && lasts(segments.at(-1) ?? {}) > 58 * DAY_MS,
    ),
  ],
  ["scheduled callbacks", segment((one) => one.segmentType === "scheduled")],
  ["callbacks from a voicemail", metric("tVoicemail")],
  ["callbacks that reached somebody", metric("tFirstConnect")],
  ["flow-outs", metric("tFlowOut")],
  ["abandons", metric("tAbandon")],
  ["short abandons", metric("tShortAbandon")],
  ["calls that end in the menu", metric("tFlowDisconnect")],
  ["answers that came late", metric("nOverSla")],
  ...[
    ["monitoring", "tMonitoringComplete", "monitoredParticipantId"],
    ["coaching", "tCoachingComplete", "coachedParticipantId"],
    ["barging", "tBarging", "bargedParticipantId"],
  ].map(
    ([type = "", name = "", field = ""]) =>
      [
        type,
        session((one) => field in one && (one.metrics ?? []).some((row) => row.name === name) && hasSegment(one, type)),
      ] as const,
  ),
  [
    "a supervisor who comes from listening to talking",
    session((one) => one.monitoredParticipantId !== undefined && one.bargedParticipantId !== undefined),
  ],
  ["after-call work that ran out of time", segment((one) => one.wrapUpCode === "ININ-WRAP-UP-TIMEOUT")],
  ["after-call work that was skipped", session((one) => one.acwSkipped === true)],
  ["after-call work without a code", segment((one) => one.segmentType === "wrapup" && one.wrapUpCode === undefined)],
  ["errors on good calls", metric("nError")],
  ["outbound calls for a queue", metric("nOutbound")],
  ["contacts that a campaign tried", metric("nOutboundAttempted")],
  ["contacts whom it reached", metric("nOutboundConnected")],
  ["contacts for whom no agent was there", metric("nOutboundAbandoned")],
  ...["person", "machine", "noanswer", "busy", "fax"].map(
    (name) =>
      [
        `a dialer's call that finds: ${name}`,
        session((one) => one.dispositionName === `disposition.classification.callable.${name}`),
      ] as const,
  ),
  ["numbers that a dialer cannot call", session((one) => one.dispositionName?.includes(".uncallable.") === true)],
  ["previews that an agent skipped", segment((one) => one.wrapUpCode === "ININ-OUTBOUND-PREVIEW-SKIPPED")],
  ["calls of an outbound flow", session(({ flow }) => flow?.flowType === "OUTBOUNDCALL")],
  [
    "agents who answer a dialer's call",
    ({ participants = [] }) => {
      const [, dialer] = participants;
      return dialer?.purpose === "dialer" && participants.some(({ purpose }) => purpose === "agent");
    },
  ],
  ["calls outside any queue", participant(({ purpose }) => purpose === "user")],
  ["turns of a message", metric("oMessageTurn")],
  ["messages of several kinds", session((one) => one.messageType === "whatsapp")],
  ["e-mails open for days", segment((one, of) => of.mediaType === "email" && lasts(one) > DAY_MS)],
  [
    "e-mails open for weeks",
    ({ conversationStart = "", conversationEnd = "", participants = [] }) =>
      participants.some(({ sessions = [] }) => sessions[0]?.mediaType === "email") &&
      Date.parse(conversationEnd) - Date.parse(conversationStart) > 14 * DAY_MS,
  ],
  ["e-mails that were parked", metric("tParkComplete")],
  ["conversations of several divisions", ({ divisionIds = [] }) => divisionIds.length > 1],
  ["queue hops", ({ participants = [] }) => participants.filter(({ purpose }) => purpose === "acd").length > 1],
  ...["Pending", "Finished", "InReview", "Retracted"].map(
    (status) =>
      [
        `evaluations that are ${status}`,
        ({ evaluations = [] }: AnalyticsConversation) =>
          evaluations.some(({ evaluationStatus }) => evaluationStatus === status),
      ] as const,
  ),
  ...["Sent", "Finished", "Expired", "OptOut", "Error"].map(
    (status) =>
      [
        `surveys that are ${status}`,
        ({ surveys = [] }: AnalyticsConversation) => surveys.some(({ surveyStatus }) => surveyStatus === status),
      ] as const,
  ),
  [
    "contacts that were avoided",
    ({ resolutions = [] }) => resolutions.some(({ nNextContactAvoided }) => nNextContactAvoided === 1),
  ],
  ["conversations that are open", ({ conversationEnd }) => conversationEnd === undefined],
];
