import { AppError } from "../base/app-error.ts";
import { closest } from "../base/closest.ts";

/** One parameter of a question. Faces make flags, query parameters and documentation from it. */
export interface Parameter<T> {
  /** As a flag: `--user <user>`; a switch has no value. */
  flag: string;
  description: string;
  /** Reads what a face got: a text, `true` for a switch, texts where it may be given often. Throws a plain sentence of what is allowed. */
  parse(raw: RawValue): T;
  choices?: readonly string[];
  /** May be given more than once. */
  many?: true;
}

export type RawValue = string | boolean | readonly string[];

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ParameterValues<P extends Parameters> = {
  readonly [Name in keyof P]?: P[Name] extends Parameter<infer T> ? T : never;
};

export type RawParameters = Readonly<Record<string, RawValue | undefined>>;

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

export function count(flag: string, description: string, max: number, min = 1): Parameter<number> {
  return {
    flag,
    description,
    parse(raw) {
      const value = Number(raw);
      if (raw === "" || !Number.isInteger(value) || value < min || value > max) {
        throw new Refusal(`must be a whole number from ${min} to ${max}`);
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

/** May be given more than once, each time one of the choices. */
export function several<Choice extends string>(
  flag: string,
  description: string,
  choices: readonly Choice[],
): Parameter<readonly Choice[]> {
  return {
    flag,
    description: `${description} One of ${choices.join(", ")}; may be given often.`,
    many: true,
    parse: (raw) => [
      ...new Set((typeof raw === "object" ? raw : [String(raw)]).map((one) => readChoice(one, choices))),
    ],
  };
}

function readChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const value = choices.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase());
  if (value !== undefined) return value;
  const near = closest(text.trim(), choices);
  throw new Refusal(`must be one of ${choices.join(", ")}${near === null ? "" : `; did you mean ${near}?`}`);
}

const SHORT_PERIOD = /^(\d+)(s|m|h|d|w|mo)$/;
const PERIOD_UNITS: Readonly<Record<string, string>> = {
  s: "PT#S",
  m: "PT#M",
  h: "PT#H",
  d: "P#D",
  w: "P#W",
  mo: "P#M",
};

/** A length of time of the calendar such as `30m`, `1d` or `1mo`, or ISO-8601 (`PT30M`), as ISO-8601. */
export function period(flag: string, description: string): Parameter<string> {
  return {
    flag,
    description,
    parse(raw) {
      const given = String(raw).trim();
      const [, count = "", unit = ""] = SHORT_PERIOD.exec(given.toLowerCase()) ?? [];
      const iso = count === "" ? given.toUpperCase() : (PERIOD_UNITS[unit] ?? "").replace("#", count);
      const isPeriod = /^P(?:\d+Y|\d+M|\d+W|\d+D|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)$/.test(iso) && /[1-9]/.test(iso);
      if (!isPeriod) throw new Refusal("must be a length of time such as 15m, 1h, 1d, 1w, 1mo or PT30M");
      return iso;
    },
  };
}

export function yes(flag: string, description: string): Parameter<boolean> {
  return { flag, description, parse: (raw) => raw === true || raw === "true" };
}

/** One of several values, or with `not:` before it, anything but it. */
export interface Wanted {
  readonly text: string;
  readonly not: boolean;
}

/** May be given more than once: one of the values suffices, and none of those after `not:` may be there. */
export function wanted(
  flag: string,
  description: string,
  options: { choices?: readonly string[]; read?: (text: string) => string } = {},
): Parameter<readonly Wanted[]> {
  const { choices, read = (value) => value } = options;
  return {
    flag,
    description: choices === undefined ? description : `${description} One of ${choices.join(", ")}.`,
    many: true,
    parse: (raw) => (typeof raw === "object" ? raw : [String(raw)]).map((one) => readWanted(one, read, choices)),
  };
}

function readWanted(raw: string, read: (text: string) => string, choices: readonly string[] | undefined): Wanted {
  const not = raw.startsWith("not:");
  const value = read((not ? raw.slice("not:".length) : raw).trim());
  if (value === "") throw new Refusal("must not be empty");
  if (choices !== undefined && !choices.includes(value)) throw new Refusal(`must be one of ${choices.join(", ")}`);
  return { text: value, not };
}

const DURATION_UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time such as `90s`, `5m` or `1h30m`, in milliseconds. */
export function duration(flag: string, description: string): Parameter<number> {
  return {
    flag,
    description,
    parse(raw) {
      const given = String(raw).trim();
      if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(given))
        throw new Refusal("must be a length of time such as 90s, 5m or 1h30m");
      const parts = given.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
      return [...parts].reduce((sum, [, value, unit]) => sum + Number(value) * (DURATION_UNITS_MS[unit ?? ""] ?? 0), 0);
    },
  };
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

function parseOne(parameter: Parameter<unknown>, value: RawValue): unknown {
  try {
    return parameter.parse(value);
  } catch (error) {
    throw error instanceof Refusal ? invalidParameter(parameter, value, error) : error;
  }
}

function invalidParameter({ flag, description }: Parameter<unknown>, value: RawValue, refusal: Refusal): AppError {
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
