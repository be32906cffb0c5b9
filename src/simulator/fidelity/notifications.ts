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
  { likeness: "absent", behaviour: "Events of topics about what does not happen here: subscribed, and silent" },
  { likeness: "absent", behaviour: "Events of recorded records" },
];
