import { isDue } from "./fault-occurrence.ts";
import type { EventFaultAction, Fault, FaultAction, FaultPlan, RequestFaultAction } from "./faults.ts";
import { isEventFault, toPathTest } from "./parse-fault-plan.ts";
import { mixWords } from "./world/mix.ts";

interface Armed {
  readonly fault: Fault;
  readonly isForEvents: boolean;
  /** The topic of an event; the path of a request, and its method. */
  readonly matches: (about: string, method: string | undefined) => boolean;
  seen: number;
  done: number;
}

/** A fault of the plan, with how often it was up to now. */
export interface FaultCount {
  readonly fault: Fault;
  /** Requests or events that it matched. */
  readonly seen: number;
  /** How often it happened. */
  readonly done: number;
}

/** Decides for each request and each event which fault it meets: of those that are due, the first of the plan. */
export class FaultInjector {
  readonly #seed: number;
  #armed: readonly Armed[] = [];
  #added = 0;

  /** Faults without a seed get one by the given and their place, so that each has its own and all can be replayed. */
  constructor(plan: FaultPlan, seed = 0) {
    this.#seed = seed;
    this.add(plan);
  }

  /** The plan as it is now. */
  get counts(): readonly FaultCount[] {
    return this.#armed.map(({ fault, seen, done }) => ({ fault, seen, done }));
  }

  /** Behind those that it has; what they counted stays. */
  add({ faults }: FaultPlan): void {
    this.#armed = [...this.#armed, ...faults.map((fault) => arm(this.#withSeed(fault)))];
  }

  clear(): void {
    this.#armed = [];
  }

  next(method: string, path: string): RequestFaultAction | undefined {
    return this.#choose(false, path, method) as RequestFaultAction | undefined;
  }

  nextEvent(topicName: string): EventFaultAction | undefined {
    return this.#choose(true, topicName, undefined) as EventFaultAction | undefined;
  }

  #choose(isForEvents: boolean, about: string, method: string | undefined): FaultAction | undefined {
    let chosen: FaultAction | undefined;
    for (const armed of this.#armed) {
      if (armed.isForEvents !== isForEvents || !armed.matches(about, method)) continue;
      armed.seen++;
      if (chosen !== undefined || !isDue(armed.fault, armed.seen, armed.done)) continue;
      armed.done++;
      chosen = withDraw(armed.fault);
    }
    return chosen;
  }

  /** Only where something is drawn: the others happen the same with any seed. */
  #withSeed(fault: Fault): Fault {
    const place = this.#added++;
    const isDrawn = fault.chance !== undefined || "partialResults" in fault.do;
    return isDrawn && fault.seed === undefined ? { ...fault, seed: mixWords(this.#seed, place) } : fault;
  }
}

/** What is drawn within a request is drawn by the fault's seed too. */
function withDraw({ do: action, seed = 0 }: Fault): FaultAction {
  return "partialResults" in action ? { ...action, seed } : action;
}

function arm(fault: Fault): Armed {
  const isForEvents = isEventFault(fault.do);
  return { fault, isForEvents, matches: isForEvents ? toTopicMatch(fault) : toRequestMatch(fault), seen: 0, done: 0 };
}

function toRequestMatch({ match = {} }: Fault): Armed["matches"] {
  const { method, path } = match;
  const isPath = path === undefined ? () => true : toPathTest(path);
  return (actualPath, actualMethod) =>
    (method === undefined || method.toUpperCase() === actualMethod) && isPath(actualPath);
}

/** What is not of the organisation (heartbeats) meets a fault only when that names it. */
function toTopicMatch({ match = {} }: Fault): Armed["matches"] {
  return match.topic === undefined ? (topicName) => topicName.startsWith("v2.") : toPathTest(match.topic);
}
