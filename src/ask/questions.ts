import { history } from "./questions/history.ts";
import { live } from "./questions/live.ts";
import { report } from "./questions/report.ts";
import { show } from "./questions/show.ts";

/** Every question by name: what can be asked can be explained. */
export const QUESTIONS = { report, live, history, show } as const;

export type QuestionName = keyof typeof QUESTIONS;
