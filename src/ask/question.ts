import type { AskContext, AskWorld } from "./answer.ts";
import type { Explanation } from "./explanation.ts";
import { type Parameters, type ParameterValues, parseParameters, type RawParameters } from "./parameter.ts";

/** A question as a value: every face (command, route, tool, page of the docs) derives from it. */
export interface Question<P extends Parameters, A> {
  name: string;
  /** One line, for lists. */
  summary: string;
  /** The whole story, for help and docs. */
  description: string;
  parameters: P;
  ask(world: AskWorld, parameters: ParameterValues<P>, context: AskContext): Promise<A>;
  /** Which API would answer which part of it, why, and at what cost. */
  explain(world: AskWorld, parameters: ParameterValues<P>, context: AskContext): Promise<Explanation>;
}

/** Parses the parameters, then asks. */
export async function askQuestion<P extends Parameters, A>(
  question: Question<P, A>,
  world: AskWorld,
  raw: RawParameters,
  context: AskContext = {},
): Promise<A> {
  return question.ask(countFromHere(world), parseParameters(question.parameters, raw), context);
}

/** Parses the parameters, then says how it would be answered. */
export async function explainQuestion<P extends Parameters, A>(
  question: Question<P, A>,
  world: AskWorld,
  raw: RawParameters,
  context: AskContext = {},
): Promise<Explanation> {
  return question.explain(countFromHere(world), parseParameters(question.parameters, raw), context);
}

/** The same world, in which the requests of earlier questions don't count. */
function countFromHere(world: AskWorld): AskWorld {
  const before = world.sources.requestsUsed();
  const requestsUsed = () => world.sources.requestsUsed() - before;
  return { ...world, sources: { ...world.sources, requestsUsed } };
}
