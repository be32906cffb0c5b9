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
  ...Object.fromEntries(
    (Object.keys(MEASURES) as MeasureName[]).map((name) => [
      name,
      { title: MEASURES[name].title, meaning: `${MEASURES[name].meaning} Genesys' ${MEASURES[name].metric}.` },
    ]),
  ),
};
