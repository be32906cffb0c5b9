import { SECOND_MS } from "../../base/interval.ts";
import { ApiRefusal } from "../rest/api-refusal.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { type DetailsJob, isRunning } from "./details-job.ts";

/** Refuses one more job when too many are under way, or were submitted within this second. */
export function refuseTooManyJobs(jobs: Iterable<DetailsJob>, options: SimulatorOptions, now: number): void {
  if (options.limits === "off") return;
  const all = [...jobs];
  const running = all.filter((job) => isRunning(job, now));
  if (running.length >= options.jobsConcurrentMax) {
    const wait = Math.min(...running.map(({ completedAt, expiresAt }) => Math.min(completedAt, expiresAt))) - now;
    throw tooMany("details.jobs.concurrent.access.max", options.jobsConcurrentMax, wait);
  }
  const recent = all.filter(({ submittedAt }) => submittedAt > now - SECOND_MS);
  if (recent.length >= options.jobsPerSecond)
    throw tooMany("details.jobs.rate.per.second", options.jobsPerSecond, SECOND_MS);
}

function tooMany(key: string, value: number, waitMs: number): ApiRefusal {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  return new ApiRefusal(429, "too.many.requests.retry.after", message, {
    headers: { "Retry-After": String(seconds) },
    limit: { key, namespace: "analytics", value },
  });
}
