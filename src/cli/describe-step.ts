import type { PlanStep } from "../ask/explanation.ts";
import type { TableContext } from "./conversation-columns.ts";
import { toHumanInstant } from "./output/instant.ts";

/** One step of a plan as a paragraph: sentences would be cut in a table. */
export function describeStep(step: PlanStep, number: number, { timeZone }: TableContext): string {
  const { api, answers, from, to, conversations, requests, why, freshness, lacks, permissions } = step;
  const range =
    from === null || to === null
      ? ""
      : `, ${toHumanInstant(from, timeZone)} to ${toHumanInstant(to, timeZone)} ${timeZone}`;
  const counted = conversations === null ? "" : `about ${conversations} conversations, `;
  const lines = [
    `${number}. ${api}`,
    `   answers:   ${answers}${range}`,
    `   why:       ${why}`,
    `   cost:      ${counted}${requests === 1 ? "1 request" : `${requests} requests`}`,
    `   freshness: ${freshness}`,
    `   lacks:     ${lacks}`,
    ...(permissions.length === 0 ? [] : [`   needs:     ${permissions.join(" or ")}`]),
  ];
  return `${lines.join("\n")}\n`;
}
