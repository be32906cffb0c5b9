import { AppError } from "../base/app-error.ts";
import type { FaultOccurrence } from "./fault-occurrence.ts";
import type { EventFaultAction, Fault, FaultAction, FaultMatch, FaultPlan, RequestFaultAction } from "./faults.ts";

type Fields = Readonly<Record<string, unknown>>;

const FLAGS = ["resetConnection", "halfBody", "brokenJson", "expireToken", "failJob", "stallJob"] as const;
const STATUS_FIELDS = ["status", "body", "headers", "retryAfter"];
const OCCURRENCE = ["after", "times", "chance", "seed"];
const EVENT_ACTIONS = [
  "dropEvent",
  "duplicateEvent",
  "delayEventMs",
  "reorderEvent",
  "closeSocket",
  "evictChannel",
  "announceClosing",
] as const;
const DURATIONS = ["delayMs", "delayEventMs", "disableClientMs"];
const ACTIONS = ["status", "delayMs", "disableClientMs", "partialResults", ...FLAGS, ...EVENT_ACTIONS];

/** A plan of faults, checked strictly: a misspelt one would test nothing. Throws an AppError of kind input. */
export function parseFaultPlan(raw: unknown, from = "the fault plan"): FaultPlan {
  const plan = toFields(raw, from);
  allowOnly(plan, ["faults"], from);
  const { faults } = plan;
  if (!Array.isArray(faults)) throw refused(from, faults, "a list is expected under faults");
  return { faults: faults.map((fault, index) => parseFault(fault, `faults[${index}] of ${from}`)) };
}

function parseFault(raw: unknown, where: string): Fault {
  const fault = toFields(raw, where);
  allowOnly(fault, ["match", ...OCCURRENCE, "do"], where);
  const { match } = fault;
  const action = parseAction(fault["do"], `do in ${where}`);
  const parse = isEventFault(action) ? parseTopicMatch : parseMatch;
  return {
    ...(match === undefined ? {} : { match: parse(match, `match in ${where}`) }),
    ...parseOccurrence(fault, where),
    do: action,
  };
}

/** When it happens: the same for every kind of fault. */
function parseOccurrence({ after, times, chance, seed }: Fields, where: string): FaultOccurrence {
  return {
    ...(after === undefined ? {} : { after: toCount(after, 0, `after in ${where}`) }),
    ...(times === undefined ? {} : { times: times === "always" ? times : toCount(times, 1, `times in ${where}`) }),
    ...(chance === undefined ? {} : { chance: toShare(chance, `chance in ${where}`) }),
    ...(seed === undefined ? {} : { seed: toCount(seed, 0, `seed in ${where}`) }),
  };
}

function parseMatch(raw: unknown, where: string): FaultMatch {
  const match = toFields(raw, where);
  allowOnly(match, ["method", "path"], where);
  const { method, path } = match;
  if (method !== undefined && (typeof method !== "string" || !/^[A-Za-z]+$/.test(method))) {
    throw refused(where, method, "a method such as POST is expected under method");
  }
  if (path !== undefined && (typeof path !== "string" || path === "")) {
    throw refused(where, path, "a part of the path, or a /regular expression/, is expected under path");
  }
  if (typeof path === "string") toPathTest(path, where);
  return { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
}

function parseTopicMatch(raw: unknown, where: string): FaultMatch {
  const match = toFields(raw, where);
  allowOnly(match, ["topic"], where);
  const { topic } = match;
  if (topic === undefined) return {};
  if (typeof topic !== "string" || topic === "")
    throw refused(where, topic, "a part of the topic, or a /regular expression/, is expected under topic");
  toPathTest(topic, where);
  return { topic };
}

/** Whether a fault happens to events; the others happen to requests. */
export function isEventFault(action: FaultAction): action is EventFaultAction {
  return EVENT_ACTIONS.some((name) => name in action);
}

/** A path that begins and ends with a slash and has one of a pattern's characters is a regular expression. */
export function toPathTest(path: string, where = "the fault plan"): (actual: string) => boolean {
  const pattern = /^\/(.*[\\^$*+?()[\]{}|].*)\/$/.exec(path)?.[1];
  if (pattern === undefined) return (actual) => actual.includes(path);
  try {
    const expression = new RegExp(pattern);
    return (actual) => expression.test(actual);
  } catch (error) {
    throw refused(where, path, "the regular expression cannot be read", error);
  }
}

function parseAction(raw: unknown, where: string): FaultAction {
  const action = toFields(raw, where);
  const kinds = ACTIONS.filter((name) => action[name] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw refused(where, raw, `exactly one of ${ACTIONS.join(", ")} is expected`);
  if (kind === "status") return parseStatus(action, where);
  allowOnly(action, [kind], where);
  if (DURATIONS.includes(kind)) return { [kind]: toCount(action[kind], 0, where) } as unknown as FaultAction;
  if (kind === "partialResults") return { partialResults: toShare(action[kind], where) };
  if (action[kind] !== true) throw refused(where, action[kind], `${kind} can only be true`);
  return { [kind]: true } as unknown as FaultAction;
}

function parseStatus(action: Fields, where: string): RequestFaultAction {
  allowOnly(action, STATUS_FIELDS, where);
  const { status, body, headers, retryAfter } = action;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) {
    throw refused(where, status, "a status from 200 to 599 is expected");
  }
  if (headers !== undefined && !Object.values(toFields(headers, where)).every((value) => typeof value === "string")) {
    throw refused(where, headers, "headers must be texts");
  }
  return {
    status,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers: headers as Record<string, string> }),
    ...(retryAfter === undefined ? {} : { retryAfter: toCount(retryAfter, 0, where) }),
  };
}

function toFields(value: unknown, where: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw refused(where, value, "an object is expected");
}

function allowOnly(fields: Fields, allowed: readonly string[], where: string): void {
  const unknown = Object.keys(fields).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw refused(where, unknown, `there is no such field; there are: ${allowed.join(", ")}`);
}

function toCount(value: unknown, min: number, where: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min) return value;
  throw refused(where, value, `a whole number of at least ${min} is expected`);
}

function toShare(value: unknown, where: string): number {
  if (typeof value === "number" && value > 0 && value <= 1) return value;
  throw refused(where, value, "a number above 0 and at most 1 is expected");
}

function refused(where: string, value: unknown, allowed: string, cause?: unknown): AppError {
  return new AppError({
    kind: "input",
    code: "FAULT_PLAN_INVALID",
    message: `The simulator cannot use ${JSON.stringify(value) ?? "nothing"} in ${where}: ${allowed}.`,
    cause,
  });
}
