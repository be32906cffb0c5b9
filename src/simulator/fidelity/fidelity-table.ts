import { AGGREGATES } from "./aggregates.ts";
import { CONVERSATIONS } from "./conversations.ts";
import { DETAILS } from "./details.ts";
import { DIRECTORY } from "./directory.ts";
import type { Fidelity } from "./fidelity.ts";
import { JOBS } from "./jobs.ts";
import { NOTIFICATIONS } from "./notifications.ts";
import { PRESENT } from "./present.ts";
import { REQUESTS } from "./requests.ts";

/** Everything that is known about the likeness, by area. The docs are generated from it. */
export const FIDELITY: Readonly<Record<string, readonly Fidelity[]>> = {
  Requests: REQUESTS,
  Directory: DIRECTORY,
  Conversations: CONVERSATIONS,
  "Details queries": DETAILS,
  "Details jobs": JOBS,
  Aggregates: AGGREGATES,
  "The present": PRESENT,
  Notifications: NOTIFICATIONS,
};
