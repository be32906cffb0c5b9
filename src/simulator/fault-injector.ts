import type { Fault, FaultAction, FaultPlan } from "./faults.ts";
import { toPathTest } from "./parse-fault-plan.ts";

interface Armed {
  readonly fault: Fault;
  readonly matches: (method: string, path: string) => boolean;
  seen: number;
  done: number;
}

/** A fault of the plan, with how often it was up to now. */
export interface FaultCount {
  readonly fault: Fault;
  /** Requests that it matched. */
  readonly seen: number;
  /** How often it happened. */
  readonly done: number;
}

/** Decides for each request which fault it meets: of those that are due, the first of the plan. */
export class FaultInjector {
  #armed: readonly Armed[] = [];

  constructor(plan: FaultPlan) {
    this.add(plan);
  }

  /** The plan as it is now. */
  get counts(): readonly FaultCount[] {
    return this.#armed.map(({ fault, seen, done }) => ({ fault, seen, done }));
  }

  /** Behind those that it has; what they counted stays. */
  add({ faults }: FaultPlan): void {
    this.#armed = [...this.#armed, ...faults.map((fault) => ({ fault, matches: toMatch(fault), seen: 0, done: 0 }))];
  }

  clear(): void {
    this.#armed = [];
  }

  next(method: string, path: string): FaultAction | undefined {
    let chosen: FaultAction | undefined;
    for (const armed of this.#armed) {
      if (!armed.matches(method, path)) continue;
      const { after = 0, times = 1 } = armed.fault;
      armed.seen++;
      if (chosen !== undefined || armed.seen <= after || (times !== "always" && armed.done >= times)) continue;
      armed.done++;
      chosen = armed.fault.do;
    }
    return chosen;
  }
}

function toMatch({ match = {} }: Fault): Armed["matches"] {
  const { method, path } = match;
  const isPath = path === undefined ? () => true : toPathTest(path);
  return (actualMethod, actualPath) =>
    (method === undefined || method.toUpperCase() === actualMethod) && isPath(actualPath);
}
