import { beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/interval.ts";
import { createEventFeed } from "../../src/simulator/events/create-event-feed.ts";
import type { NotificationEvent } from "../../src/simulator/events/notification-event.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { World } from "../../src/simulator/world/world.ts";
import { findViolations } from "../support/sdk-schema.ts";

const BEGIN = Date.UTC(2026, 5, 10, 7);
const END = BEGIN + 24 * HOUR_MS;
/** How many of a topic are looked at, evenly spread: each check costs. */
const LOOKED_AT = 1_000;
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

/** Topics, and the published type of what they tell: a topic more is a line more. */
const TOPICS: readonly (readonly [topic: string, type: string])[] = [
  ["v2.users.{id}.conversations", "ConversationEventTopicConversation"],
  ["v2.users.{id}.conversations.calls", "ConversationCallEventTopicCallConversation"],
  ["v2.users.{id}.conversations.callbacks", "ConversationCallbackEventTopicCallbackConversation"],
  ["v2.users.{id}.conversations.chats", "ConversationChatEventTopicChatConversation"],
  ["v2.users.{id}.conversations.emails", "ConversationEmailEventTopicEmailConversation"],
  ["v2.users.{id}.conversations.messages", "ConversationMessageEventTopicMessageConversation"],
  ["v2.routing.queues.{id}.conversations", "QueueConversationEventTopicConversation"],
  ["v2.routing.queues.{id}.conversations.calls", "QueueConversationCallEventTopicCallConversation"],
  ["v2.routing.queues.{id}.conversations.callbacks", "QueueConversationCallbackEventTopicCallbackConversation"],
  ["v2.routing.queues.{id}.conversations.chats", "QueueConversationChatEventTopicChatConversation"],
  ["v2.routing.queues.{id}.conversations.emails", "QueueConversationEmailEventTopicEmailConversation"],
  ["v2.routing.queues.{id}.conversations.messages", "QueueConversationMessageEventTopicMessageConversation"],
  ["v2.users.{id}.presence", "PresenceEventUserPresence"],
  ["v2.users.{id}.routingStatus", "UserRoutingStatusUserRoutingStatus"],
  ["v2.users.{id}.activity", "AgentActivityChangedTopicAgentActivity"],
  ["v2.users.{id}.conversationsummary", "UserConversationsEventUserConversationSummary"],
  ["v2.analytics.queues.{id}.observations", "StatEventQueueTopicStatsNotification"],
  ["v2.analytics.queues.{id}.activity", "V2QueueObservationObservationCountNotification"],
  ["v2.analytics.users.{id}.aggregates", "StatEventUserTopicStatsNotification"],
  ["v2.detail.events.conversation.{id}.customer.start", "CustomerStartDetailEventTopicCustomerStartEvent"],
  ["v2.detail.events.conversation.{id}.customer.end", "CustomerEndDetailEventTopicCustomerEndEvent"],
  ["v2.detail.events.conversation.{id}.user.start", "UserStartDetailEventTopicUserStartEvent"],
  ["v2.detail.events.conversation.{id}.user.end", "UserEndDetailEventTopicUserEndEvent"],
  ["v2.detail.events.conversation.{id}.acd.start", "AcdStartDetailEventTopicAcdStartEvent"],
  ["v2.detail.events.conversation.{id}.acd.end", "AcdEndDetailEventTopicAcdEndEvent"],
  ["v2.detail.events.conversation.{id}.flow.start", "FlowStartDetailEventTopicFlowStartEvent"],
  ["v2.detail.events.conversation.{id}.flow.end", "FlowEndDetailEventTopicFlowEndEvent"],
  ["v2.detail.events.conversation.{id}.voicemail.start", "VoicemailStartDetailEventTopicVoicemailStartEvent"],
  ["v2.detail.events.conversation.{id}.voicemail.end", "VoicemailEndDetailEventTopicVoicemailEndEvent"],
  ["v2.detail.events.conversation.{id}.acw", "AcwDetailEventTopicAfterCallWorkEvent"],
  ["v2.detail.events.conversation.{id}.wrapup", "WrapupDetailEventTopicWrapupEvent"],
  ["v2.detail.events.conversation.{id}.attributes", "AttributeDetailEventTopicAttributeUpdateEvent"],
  ["v2.detail.events.conversation.{id}.contact", "ContactDetailEventTopicContactUpdateEvent"],
  ["v2.analytics.conversation.{id}.metrics", "ConversationMetricsTopicConversationMetricRecord"],
  [
    "v2.analytics.conversations.details.jobs.availability",
    "ConversationDetailsDatalakeAvailabilityTopicDataAvailabilityChangeNotification",
  ],
];

let events: readonly NotificationEvent[];

beforeAll(() => {
  const world = new World(1, 400);
  const { users, queues } = world.organisation;
  const conversations = world.livingIn({ from: BEGIN, to: END });
  const idsOf = (template: string): readonly { readonly id: string }[] =>
    template.includes(".users.") ? users : template.includes(".queues.") ? queues : conversations;
  const topics = TOPICS.flatMap(([template]) =>
    template.includes("{id}") ? idsOf(template).map(({ id }) => template.replace("{id}", id)) : [template],
  );
  events = createEventFeed(world, parseSimulatorOptions({})).between(BEGIN, END, new Set(topics));
}, 60_000);

describe.each(TOPICS)("what %s tells", (template, type) => {
  test(`is of the published type ${type}`, () => {
    const own = events.filter(({ topicName }) => topicName.replace(ID, "{id}") === template);
    expect(own.length).toBeGreaterThan(0);
    const step = Math.ceil(own.length / LOOKED_AT);
    for (const event of own.filter((_, index) => index % step === 0))
      expect(findViolations(type, JSON.parse(JSON.stringify(event.body())))).toEqual([]);
  });
});

test("the check refuses what is no event", () => {
  expect(findViolations("ConversationEventTopicConversation", {})).not.toEqual([]);
  expect(findViolations("ConversationEventTopicConversation", { startTime: "2026-06-10T07:00:00.000Z" })).not.toEqual(
    [],
  );
});
