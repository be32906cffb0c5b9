import type { SimulatorOptions } from "../simulator-options.ts";

/**
 * `faithful`: as documentation, the official SDKs or measurements by others say. `inferred`: nobody says; the likelier way is the
 * default. `absent`: the real API has it and this has not.
 */
export type Likeness = "faithful" | "inferred" | "absent";

/** One row of the table of what is as in Genesys Cloud: a behaviour, in Markdown. */
export interface Fidelity {
  readonly likeness: Likeness;
  readonly behaviour: string;
  /** What switches it; each option stands in one row. */
  readonly options?: readonly (keyof SimulatorOptions)[];
  /** The endpoints that do it, as `create-api` serves them; each stands in one row. */
  readonly paths?: readonly string[];
}
