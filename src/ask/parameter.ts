import { AppError } from "../base/app-error.ts";

/** One parameter of a question. Faces make flags, query parameters and documentation from it. */
export interface Parameter<T> {
  /** As a flag: `--user <user>`; a switch has no value. */
  flag: string;
  description: string;
  /** Reads what a face got: a text, or `true` for a switch. Throws a plain sentence of what is allowed. */
  parse(raw: string | boolean): T;
  choices?: readonly string[];
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ParameterValues<P extends Parameters> = {
  readonly [Name in keyof P]?: P[Name] extends Parameter<infer T> ? T : never;
};

export type RawParameters = Readonly<Record<string, string | boolean | undefined>>;

/** What a parameter accepts, as the reason of a refusal. */
class Refusal extends Error {}

export function text(flag: string, description: string): Parameter<string> {
  return {
    flag,
    description,
    parse(raw) {
      const value = String(raw).trim();
      if (value === "") throw new Refusal("must not be empty");
      return value;
    },
  };
}

export function count(flag: string, description: string, max: number): Parameter<number> {
  return {
    flag,
    description,
    parse(raw) {
      const value = Number(raw);
      if (!Number.isInteger(value) || value < 1 || value > max) {
        throw new Refusal(`must be a whole number from 1 to ${max}`);
      }
      return value;
    },
  };
}

export function choice<Choice extends string>(
  flag: string,
  description: string,
  choices: readonly Choice[],
): Parameter<Choice> {
  return {
    flag,
    description,
    choices,
    parse(raw) {
      const value = choices.find((candidate) => candidate === raw);
      if (value === undefined) throw new Refusal(`must be one of ${choices.join(", ")}`);
      return value;
    },
  };
}

export function yes(flag: string, description: string): Parameter<boolean> {
  return { flag, description, parse: (raw) => raw === true || raw === "true" };
}

/** Parses each given parameter once. Throws `PARAMETER_INVALID` and `PARAMETER_UNKNOWN` (input). */
export function parseParameters<P extends Parameters>(parameters: P, raw: RawParameters): ParameterValues<P> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) throw unknownParameter(name, Object.keys(parameters));
    values[name] = parseOne(parameter, value);
  }
  return Object.freeze(values) as ParameterValues<P>;
}

function parseOne(parameter: Parameter<unknown>, value: string | boolean): unknown {
  try {
    return parameter.parse(value);
  } catch (error) {
    throw error instanceof Refusal ? invalidParameter(parameter, value, error) : error;
  }
}

function invalidParameter(
  { flag, description }: Parameter<unknown>,
  value: string | boolean,
  refusal: Refusal,
): AppError {
  const name = flag.split(" ")[0] ?? flag;
  return new AppError({
    kind: "input",
    code: "PARAMETER_INVALID",
    message: `${name} is ${JSON.stringify(value)}, but ${refusal.message}.`,
    hint: `${name}: ${description}`,
    details: { parameter: name },
    cause: refusal,
  });
}

function unknownParameter(name: string, known: readonly string[]): AppError {
  return new AppError({
    kind: "input",
    code: "PARAMETER_UNKNOWN",
    message: `There is no parameter ${name} here.`,
    hint: `Known are: ${known.join(", ")}.`,
  });
}
