import { MEASURES, type MeasureName } from "../../src/model/measures.ts";

/** What each figure of the page means; those of `stats` say it themselves. */
export const DEFINITIONS: Readonly<Record<string, { readonly title: string; readonly meaning: string }>> = {
  waiting: {
    title: "Waiting",
    meaning:
      "Conversations that are in a queue now and with nobody yet, callbacks among them. Counted from what is live, event by event.",
  },
  longestWait: {
    title: "Longest wait",
    meaning:
      "How long the one that waits longest has been in its queue, callbacks left out: they wait for hours by intent. It ticks, and is zero when nobody waits.",
  },
  interacting: {
    title: "Interacting",
    meaning: "Conversations in which an agent talks, writes or has the customer on hold now.",
  },
  agents: {
    title: "Agents",
    meaning:
      "Members of the queue by what routing thinks of them, counted by Genesys' queue observations every ten seconds. An agent of two queues counts in both.",
  },
  lasted: {
    title: "Lasted",
    meaning:
      "From conversationStart to conversationEnd. A leg that was never hung up can make it days; `effectiveDurationMs` of the export leaves such legs out.",
  },
  inQueue: {
    title: "In queue",
    meaning:
      "The conversation's time in queues, Genesys' tAcd added up: each stay until an agent took it or it left. Counted when the stay ends.",
  },
  talk: {
    title: "Talk",
    meaning:
      "Talk of all agents of the conversation, tTalkComplete added up; of a session that goes on, its stretches of talk (tTalk) so far. Counted when a stretch ends.",
  },
  hold: {
    title: "Hold",
    meaning:
      "Hold by all agents, tHeldComplete added up, or tHeld while it is still to come. For chat, e-mail and message, time spent on other interactions counts as hold.",
  },
  afterCallWork: {
    title: "ACW",
    meaning:
      "After-call work of all agents, tAcw added up; not the length of the wrap-up segment, which may be moved afterwards.",
  },
  handle: {
    title: "Handle",
    meaning:
      "Contacting, dialing, talk, hold and after-call work of all agents, tHandle added up. Unknown while a session that talked has none yet.",
  },
  ...Object.fromEntries(
    (Object.keys(MEASURES) as MeasureName[]).map((name) => [
      name,
      { title: MEASURES[name].title, meaning: `${MEASURES[name].meaning} Genesys' ${MEASURES[name].metric}.` },
    ]),
  ),
};
