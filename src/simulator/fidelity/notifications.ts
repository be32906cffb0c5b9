import type { Fidelity } from "./fidelity.ts";

export const NOTIFICATIONS: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour:
      "Channels, subscriptions, combined topics, `ignoreErrors`; the socket at `connectUri`, on the same port or the streaming host of the region",
    paths: [
      "/api/v2/notifications/availabletopics",
      "/api/v2/notifications/channels",
      "/api/v2/notifications/channels/:id",
      "/api/v2/notifications/channels/:id/subscriptions",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "How many channels a client has, how many and how long topics they take, and how long they live",
    options: ["channelsMax", "channelTopicsMax", "topicLengthMax", "channelLifetime"],
  },
  {
    likeness: "faithful",
    behaviour: "Heartbeats, ping and pong; the end of a socket, announced by `v2.system.socket_closing`",
    options: ["heartbeatInterval", "socketLifetime", "socketClosingNotice"],
  },
  { likeness: "inferred", behaviour: "How fast channels can be created", options: ["channelsPerSecond"] },
  {
    likeness: "inferred",
    behaviour: "The code with which a socket is closed, and the largest message to it",
    options: ["socketCloseCode", "socketMessageBytesMax"],
  },
  {
    likeness: "inferred",
    behaviour: "Who does not read his socket loses it",
    options: ["socketBacklogMax"],
  },
  {
    likeness: "inferred",
    behaviour: "How long after something happened its topics tell it",
    options: ["eventLag", "analyticsEventLag"],
  },
  {
    likeness: "inferred",
    behaviour: "Which permission a topic needs, where only the endpoint that shows the same has one",
  },
  {
    likeness: "inferred",
    behaviour:
      "Subscribing answers with the topics of the request; ids that nothing has are permitted, and silent; removing answers 204",
  },
  {
    likeness: "inferred",
    behaviour:
      "What is said to a socket before its channel ends: `v2.system.token_revoked` also when the token expires, `v2.system.no_longer_subscribed` at an eviction",
  },
  {
    likeness: "inferred",
    behaviour: "The result 400 for messages over the socket that are not understood, or whose topics are refused",
  },
  {
    likeness: "inferred",
    behaviour: "The CorrelationId of an event is the same for all who hear it, doubled events too",
  },
  { likeness: "absent", behaviour: "Descriptions and schemas of topics: empty" },
  { likeness: "absent", behaviour: "Events of topics about what does not happen here: subscribed, and silent" },
  { likeness: "absent", behaviour: "Events of recorded records" },
];
