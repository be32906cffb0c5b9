import type { Clock } from "../../base/effects.ts";
import { DAY_MS } from "../../base/interval.ts";
import type { PartialResults } from "../faults.ts";
import { notFound } from "../rest/api-refusal.ts";
import type { DetailsJobQuery } from "../rest/parse-details-job.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { toNamedUuid } from "../world/ids.ts";
import { mixText } from "../world/mix.ts";
import { Random } from "../world/random.ts";
import { type DetailsJob, isRunning, stateOf } from "./details-job.ts";
import { buildJobIndex, type IndexWorld, type JobIndex } from "./job-index.ts";
import { refuseTooManyJobs } from "./job-limits.ts";
import { availabilityAt } from "./lake-availability.ts";

/** What a fault does to a job that is submitted. */
export type JobFate = "fails" | "stalls" | undefined;

/** How long the status of an expired job is still told. */
const REMEMBERED_MS = 7 * DAY_MS;
const FAILURE = "The query could not be completed.";

/** The jobs of all clients. What becomes of the n-th depends on the seed and on n only. */
export class DetailsJobs {
  readonly #options: SimulatorOptions;
  readonly #clock: Clock;
  readonly #world: IndexWorld;
  readonly #jobs = new Map<string, DetailsJob>();
  readonly #indexes = new Map<string, Promise<JobIndex>>();
  #submitted = 0;

  constructor(options: SimulatorOptions, clock: Clock, world: IndexWorld) {
    this.#options = options;
    this.#clock = clock;
    this.#world = world;
  }

  submit(clientId: string, query: DetailsJobQuery, fate: JobFate, partial?: PartialResults): DetailsJob {
    const now = this.#clock.now();
    this.#forget(now);
    refuseTooManyJobs(this.#jobs.values(), this.#options, now);
    const job: DetailsJob = { ...this.#create(clientId, query, fate, now), partial };
    this.#jobs.set(job.id, job);
    // Begun at once: the time until it is fulfilled is there to be used.
    if (job.failure === undefined && fate !== "stalls") void this.#startIndex(job);
    return job;
  }

  find(clientId: string, id: string): DetailsJob {
    const job = this.#jobs.get(id);
    if (job === undefined || job.clientId !== clientId) throw notFound();
    return job;
  }

  /** Of a running job the work ends, of another its results go. */
  cancel(job: DetailsJob): void {
    if (stateOf(job, this.#clock.now()) !== "EXPIRED") job.cancelledAt ??= this.#clock.now();
    this.#indexes.delete(job.id);
  }

  indexOf(job: DetailsJob): Promise<JobIndex> {
    return this.#indexes.get(job.id) ?? this.#startIndex(job);
  }

  isRunning(job: DetailsJob): boolean {
    return isRunning(job, this.#clock.now());
  }

  #create(clientId: string, query: DetailsJobQuery, fate: JobFate, now: number): Omit<DetailsJob, "partial"> {
    const { seed, jobDuration, jobFailures, jobRetention } = this.#options;
    const ordinal = this.#submitted++;
    const random = new Random(seed, mixText("details job"), ordinal);
    const length = random.integer(Math.ceil(jobDuration / 5), jobDuration);
    const begunAt = now + Math.ceil((length / 2) * random.next());
    const fails = fate === "fails" || random.next() * 100 < jobFailures;
    return {
      id: toNamedUuid(seed, "details job", String(ordinal)),
      clientId,
      query,
      submittedAt: now,
      begunAt,
      completedAt: fate === "stalls" ? Number.POSITIVE_INFINITY : now + length,
      expiresAt: now + jobRetention,
      failure: fails ? FAILURE : undefined,
      availableUntil: availabilityAt(begunAt, this.#options),
    };
  }

  #startIndex(job: DetailsJob): Promise<JobIndex> {
    const index = buildJobIndex(this.#world, job, () => job.cancelledAt === undefined);
    // Whoever reads the results is told; until then nobody listens.
    index.catch(() => {});
    this.#indexes.set(job.id, index);
    return index;
  }

  #forget(now: number): void {
    for (const [id, { expiresAt }] of this.#jobs) {
      if (expiresAt <= now) this.#indexes.delete(id);
      if (expiresAt + REMEMBERED_MS <= now) this.#jobs.delete(id);
    }
  }
}
