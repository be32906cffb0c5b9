import { isDue } from "./fault-occurrence.ts";
import type { Fault, FaultAction, FaultPlan } from "./faults.ts";
import { toPathTest } from "./parse-fault-plan.ts";
import { mixWords } from "./world/mix.ts";

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
    const seeded = faults.map((fault) => this.#withSeed(fault));
    this.#armed = [...this.#armed, ...seeded.map((fault) => ({ fault, matches: toMatch(fault), seen: 0, done: 0 }))];
  }

  clear(): void {
    this.#armed = [];
  }

  next(method: string, path: string): FaultAction | undefined {
    let chosen: FaultAction | undefined;
    for (const armed of this.#armed) {
      if (!armed.matches(method, path)) continue;
      armed.seen++;
      if (chosen !== undefined || !isDue(armed.fault, armed.seen, armed.done)) continue;
      armed.done++;
      chosen = armed.fault.do;
    }
    return chosen;
  }

  /** Only where something is drawn: the others happen the same with any seed. */
  #withSeed(fault: Fault): Fault {
    const place = this.#added++;
    const isDrawn = fault.chance !== undefined && fault.seed === undefined;
    return isDrawn ? { ...fault, seed: mixWords(this.#seed, place) } : fault;
  }
}

function toMatch({ match = {} }: Fault): Armed["matches"] {
  const { method, path } = match;
  const isPath = path === undefined ? () => true : toPathTest(path);
  return (actualMethod, actualPath) =>
    (method === undefined || method.toUpperCase() === actualMethod) && isPath(actualPath);
}
