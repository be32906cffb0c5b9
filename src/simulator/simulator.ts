import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "../base/app-error.ts";
import { createEffects, type Effects } from "../base/effects.ts";
import type { ConversationSource } from "./conversation-source.ts";
import { type Directory, toDirectory } from "./directory.ts";
import { FaultInjector } from "./fault-injector.ts";
import type { FaultPlan } from "./faults.ts";
import { InventedSource } from "./invented-source.ts";
import { parseFaultPlan } from "./parse-fault-plan.ts";
import { loadRecords } from "./recorded/load-records.ts";
import { toRecordedDirectory } from "./recorded/recorded-directory.ts";
import { RecordedSource } from "./recorded/recorded-source.ts";
import { createRecordedTruth } from "./recorded/recorded-truth.ts";
import { RequestLog, type SimulatedRequest } from "./request-log.ts";
import { createApi } from "./rest/create-api.ts";
import { Grant } from "./rest/permissions.ts";
import { RateLimit } from "./rest/rate-limit.ts";
import type { Service } from "./rest/service.ts";
import { Tokens } from "./rest/tokens.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "./simulator-options.ts";
import type { Truth } from "./truth.ts";
import { toNamedUuid } from "./world/ids.ts";
import { World } from "./world/world.ts";
import { createWorldTruth } from "./world-truth.ts";

/** A running simulated Genesys Cloud. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: one port for login and API. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What it was asked, oldest first; the latest 10,000. */
  readonly requests: readonly SimulatedRequest[];
  /** What really happened; refused (kind input) when it serves recorded conversations. */
  truth(): Truth;
  /** Ends at once, open keep-alive connections included. */
  close(): Promise<void>;
}

/** Starts a simulated Genesys Cloud in this process. Bad options, plans and records throw an AppError of kind input. */
export async function startSimulator(
  options: Partial<SimulatorOptions> = {},
  overrides: Partial<Effects> = {},
): Promise<Simulator> {
  const parsed = parseSimulatorOptions({ ...options });
  const effects = createEffects(overrides);
  const faults = new FaultInjector(await loadFaults(parsed.faults));
  const { source, directory, truth } = await openOrganisation(parsed, effects);
  const service: Service = {
    options: parsed,
    effects,
    clientId: toNamedUuid(parsed.seed, "client", "nowthen"),
    clientSecret: `simulated-${toNamedUuid(parsed.seed, "secret", "nowthen")}`,
    source,
    directory,
    grant: createGrant(directory, parsed),
    tokens: new Tokens(effects.clock, effects.uuid, parsed.tokenSeconds),
    rateLimit: new RateLimit(effects.clock, parsed.requestsPerMinute),
    faults,
    log: new RequestLog(),
  };
  const server = createServer(getRequestListener(createApi(service).fetch));
  const url = await listen(server, parsed.host, parsed.port);
  return toSimulator(service, server, url, truth);
}

interface Opened {
  readonly source: ConversationSource;
  readonly directory: Directory;
  readonly truth: Truth;
}

async function openOrganisation(options: SimulatorOptions, effects: Effects): Promise<Opened> {
  const { seed, perDay, days } = options;
  if (options.records.length > 0) {
    const records = await loadRecords(options.records);
    const directory = toRecordedDirectory(records, toNamedUuid(seed, "organisation", "recorded"));
    return { source: new RecordedSource(records), directory, truth: createRecordedTruth() };
  }
  const world = new World(seed, perDay);
  return {
    source: new InventedSource(world, days),
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
    const message = `The simulator cannot read the fault plan ${faults}: a JSON file is expected.`;
    throw new AppError({ kind: "input", code: "FAULT_PLAN_INVALID", message, cause });
  }
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

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `The simulator cannot listen on ${host}:${port}: ${cause.message}.`;
      reject(new AppError({ kind: "network", code: "SIMULATOR_LISTEN_FAILED", message, cause }));
    });
    server.listen(port, host, () => {
      const { address, port: actual, family } = server.address() as AddressInfo;
      resolve(`http://${family === "IPv6" ? `[${address}]` : address}:${actual}`);
    });
  });
}

function toSimulator(service: Service, server: Server, url: string, truth: Truth): Simulator {
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return {
    url,
    clientId: service.clientId,
    clientSecret: service.clientSecret,
    requests: service.log.requests,
    truth: () => truth,
    close,
    [Symbol.asyncDispose]: close,
  };
}
