import type { SimulatorOptions } from "../simulator-options.ts";
import { toInstant } from "../views/to-instant.ts";
import { type Publisher, VERSION } from "./publisher.ts";

const TOPIC = "v2.analytics.conversations.details.jobs.availability";

/** The data lake of the jobs has moved on: told at the moment at which the API says so, too. */
export function createLakeTopic({ lakeLag, lakeStep }: Pick<SimulatorOptions, "lakeLag" | "lakeStep">): Publisher {
  const firstAfter = (instant: number) => (Math.floor((instant - lakeLag) / lakeStep) + 1) * lakeStep;
  return {
    knows: (topicName) => topicName === TOPIC,
    between: (from, to) => {
      const first = firstAfter(from);
      const count = Math.max(0, Math.floor((to - lakeLag - first) / lakeStep) + 1);
      return Array.from({ length: count }, (_, index) => {
        const date = first + index * lakeStep;
        const body = () => ({ dataAvailabilityDate: toInstant(date) });
        return { at: date + lakeLag, topicName: TOPIC, version: VERSION, body };
      });
    },
  };
}
