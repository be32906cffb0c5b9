import { readFile } from "node:fs/promises";
import { AppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import { parseClockSpeed } from "./clock/clock-speed.ts";
import { SimulatedClock } from "./clock/simulated-clock.ts";
import type { ConversationSource } from "./conversation-source.ts";
import { type Directory, toDirectory } from "./directory.ts";
import { createEventFeed } from "./events/create-event-feed.ts";
import type { EventFeed } from "./events/event-feed.ts";
import { FaultInjector } from "./fault-injector.ts";
import type { FaultPlan } from "./faults.ts";
import { InventedSource } from "./invented-source.ts";
import { DetailsJobs } from "./jobs/details-jobs.ts";
import { LastingConversations } from "./jobs/lasting-conversations.ts";
import { Lateness } from "./lateness.ts";
import { Channels } from "./notifications/channels.ts";
import { TopicAccess } from "./notifications/topic-access.ts";
import { parseFaultPlan } from "./parse-fault-plan.ts";
import { loadRecords } from "./recorded/load-records.ts";
import { toRecordedDirectory } from "./recorded/recorded-directory.ts";
import { RecordedSource } from "./recorded/recorded-source.ts";
import { createRecordedTruth } from "./recorded/recorded-truth.ts";
import { RequestLog } from "./request-log.ts";
import { Grant } from "./rest/permissions.ts";
import { RateLimit } from "./rest/rate-limit.ts";
import type { Service } from "./rest/service.ts";
import { Tokens } from "./rest/tokens.ts";
import type { SimulatorOptions } from "./simulator-options.ts";
import type { Truth } from "./truth.ts";
import { toNamedUuid } from "./world/ids.ts";
import { World } from "./world/world.ts";
import { createWorldTruth } from "./world-truth.ts";

/**
 * Everything behind the endpoints, and the truth about it; reads the fault plan and the records, generates nothing yet. What is
 * published is what happens in the organisation, unless a feed is given.
 */
export async function openService(
  options: SimulatorOptions,
  machine: Effects,
  /** Instead of what the organisation publishes. */
  otherFeed?: EventFeed,
): Promise<{ service: Service; truth: Truth }> {
  const clock = createClock(options, machine);
  const effects = { ...machine, clock };
  const faults = new FaultInjector(await loadFaults(options.faults), options.seed);
  const lateness = new Lateness(options);
  const { source, world, directory, truth } = await openOrganisation(options, effects, lateness);
  const feed = otherFeed ?? createEventFeed(world, options);
  const grant = createGrant(directory, options);
  const lasting = new LastingConversations(source);
  const tokens = new Tokens(effects.clock, effects.uuid, options.tokenSeconds);
  const around = { clock, feed, faults, options, organisationId: directory.organisationId, uuid: effects.uuid };
  const service: Service = {
    options,
    effects,
    clock,
    clientId: toNamedUuid(options.seed, "client", "nowthen"),
    clientSecret: `simulated-${toNamedUuid(options.seed, "secret", "nowthen")}`,
    source,
    lateness,
    world,
    directory,
    grant,
    tokens,
    rateLimit: new RateLimit(effects.clock, options.requestsPerMinute),
    jobs: new DetailsJobs(options, clock, { source, lasting, grant }),
    feed,
    channels: new Channels(around, tokens),
    topicAccess: new TopicAccess({ directory, source, grant }),
    faults,
    log: new RequestLog(),
  };
  return { service, truth };
}

function createClock({ clock, clockStart }: SimulatorOptions, { clock: machine }: Effects): SimulatedClock {
  return new SimulatedClock(machine, parseClockSpeed(clock) ?? { mode: "real", rate: 1 }, clockStart);
}

interface Opened {
  readonly source: ConversationSource;
  readonly world: World | undefined;
  readonly directory: Directory;
  readonly truth: Truth;
}

async function openOrganisation(options: SimulatorOptions, effects: Effects, lateness: Lateness): Promise<Opened> {
  const { seed, perDay, days, qualityWindow } = options;
  if (options.records.length > 0) {
    const records = await loadRecords(options.records);
    const directory = toRecordedDirectory(records, toNamedUuid(seed, "organisation", "recorded"));
    return { source: new RecordedSource(records), world: undefined, directory, truth: createRecordedTruth() };
  }
  const world = new World(seed, perDay, qualityWindow);
  return {
    source: new InventedSource(world, days, lateness),
    world,
    directory: toDirectory(world.organisation),
    truth: createWorldTruth(world, effects.clock, days),
  };
}

async function loadFaults(faults: SimulatorOptions["faults"]): Promise<FaultPlan> {
  if (faults === undefined) return { faults: [] };
  if (typeof faults !== "string") return parseFaultPlan(faults);
  try {
    return parseFaultPlan(JSON.parse(await readFile(faults, "utf8")), faults);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unreadablePlan(faults, cause);
  }
}

function unreadablePlan(file: string, cause: unknown): AppError {
  const message = `The simulator cannot read the fault plan ${file}: a JSON file is expected.`;
  return new AppError({ kind: "input", code: "FAULT_PLAN_INVALID", message, cause });
}

/** A misspelt division would silently hide everything. */
function createGrant(directory: Directory, { divisions, withoutPermissions }: SimulatorOptions): Grant {
  const names = directory.divisions.map(({ name }) => name);
  const unknown = divisions.find(
    (division) => !directory.divisions.some(({ id, name }) => division === name || division === id),
  );
  if (unknown !== undefined) {
    throw new AppError({
      kind: "input",
      code: "SIMULATOR_OPTION_INVALID",
      message: `The simulator cannot use ${JSON.stringify(unknown)} as its option divisions: there are: ${names.join(", ")}.`,
      details: { option: "divisions" },
    });
  }
  return new Grant(directory, withoutPermissions, divisions);
}
