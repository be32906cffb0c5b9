import { history } from "./questions/history.ts";
import { live } from "./questions/live.ts";
import { queues } from "./questions/queues.ts";
import { report } from "./questions/report.ts";
import { show } from "./questions/show.ts";
import { stats } from "./questions/stats.ts";
import { verify } from "./questions/verify.ts";

/** Every question by name: what can be asked can be explained. */
export const QUESTIONS = { report, live, queues, history, show, stats, verify } as const;

export type QuestionName = keyof typeof QUESTIONS;
