import { HOUR_MS, SECOND_MS, toIso } from "../../base/interval.ts";
import { badRequest, notFound } from "../rest/api-refusal.ts";
import type { Service } from "../rest/service.ts";
import type { AggregateQuery } from "./aggregate-query.ts";
import { queryAggregates } from "./query-aggregates.ts";
import type { AggregateResult } from "./wire.ts";

/** How long after its submission a job is in work, and done; and how long its results are kept (all inferred). */
const STARTS_AFTER_MS = SECOND_MS / 4;
const DONE_AFTER_MS = SECOND_MS;
const KEPT_MS = 24 * HOUR_MS;
const DEFAULT_PAGE_SIZE = 100;

interface Job {
  readonly id: string;
  readonly query: AggregateQuery;
  readonly pageSize: number;
  readonly submittedAt: number;
  /** Worked out when somebody asks for them, as of the job's end. */
  results?: readonly AggregateResult[];
}

type State = "QUEUED" | "PENDING" | "FULFILLED" | "EXPIRED";

/** Aggregate queries that are answered later. */
export class AggregateJobs {
  readonly #jobs = new Map<string, Job>();

  submit({ effects }: Service, query: AggregateQuery, pageSize = DEFAULT_PAGE_SIZE): string {
    const id = effects.uuid();
    this.#jobs.set(id, { id, query, pageSize, submittedAt: effects.clock.now() });
    return id;
  }

  /** As the API tells it: nothing of the end of what has not ended. */
  status(service: Service, id: string): { state: State } & Readonly<Record<string, string>> {
    const job = this.#find(id);
    const state = toState(job, service.effects.clock.now());
    const submissionDate = toIso(job.submittedAt);
    if (state === "QUEUED" || state === "PENDING") return { state, submissionDate };
    const completedAt = job.submittedAt + DONE_AFTER_MS;
    return {
      state,
      submissionDate,
      completionDate: toIso(completedAt),
      expirationDate: toIso(completedAt + KEPT_MS),
    };
  }

  /** A page of groups; without a cursor it is the last one. */
  results(
    service: Service,
    id: string,
    cursor: string | null,
  ): { results: readonly AggregateResult[]; cursor?: string } {
    const job = this.#find(id);
    const state = toState(job, service.effects.clock.now());
    if (state === "EXPIRED") throw notFound();
    if (state !== "FULFILLED") throw badRequest(`The job has no results yet: it is ${state}.`);
    job.results ??= queryAggregates(service, job.query, job.submittedAt + DONE_AFTER_MS);
    const from = cursor === null ? 0 : parseCursor(cursor, job.results.length);
    const next = from + job.pageSize;
    const results = job.results.slice(from, next);
    return next < job.results.length ? { results, cursor: toCursor(next) } : { results };
  }

  delete(id: string): void {
    this.#jobs.delete(this.#find(id).id);
  }

  #find(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw notFound();
    return job;
  }
}

function toState({ submittedAt }: Job, now: number): State {
  if (now < submittedAt + STARTS_AFTER_MS) return "QUEUED";
  if (now < submittedAt + DONE_AFTER_MS) return "PENDING";
  return now < submittedAt + DONE_AFTER_MS + KEPT_MS ? "FULFILLED" : "EXPIRED";
}

function toCursor(offset: number): string {
  return Buffer.from(`aggregates ${offset}`).toString("base64url");
}

function parseCursor(cursor: string, length: number): number {
  const [, offset] = /^aggregates (\d+)$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (offset === undefined || Number(offset) >= length) throw badRequest("The cursor is not valid.");
  return Number(offset);
}
