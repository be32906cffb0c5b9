import { createRequire } from "node:module";
import { Ajv, type AnySchema, type ValidateFunction } from "ajv";
import { createGenerator, type Schema, type SchemaGenerator } from "ts-json-schema-generator";
import { DOCUMENTED_MEMBERS, EXPECTED_FIELDS, UNPUBLISHED_FIELDS } from "./documented-members.ts";

type Definition = Schema & { properties?: Record<string, Schema>; required?: string[] };

// Read at the time of the test from the installed SDK: its declarations are not ours to keep a copy of.
const DECLARATIONS = createRequire(import.meta.url)
  .resolve("purecloud-platform-client-v2/package.json")
  .replace(/package\.json$/, "index.d.ts");

const INSTANT = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" } as const;
const IS_INSTANT = /(Time|Date|Start|End|Timestamp)$|^date[A-Z]|^expires$/;

let generator: SchemaGenerator | undefined;
const validators = new Map<string, ValidateFunction>();

/**
 * What makes a body no answer of a published type (e.g. `Conversation`): wrong types, fields that the type does not have,
 * members that no documentation lists, dates that are no instants. Empty: nothing.
 */
export function findViolations(type: string, body: unknown): string[] {
  const validate = validators.get(type) ?? compile(type);
  validators.set(type, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${type}${instancePath} ${message} ${JSON.stringify(params)}: ${JSON.stringify(valueAt(body, instancePath))?.slice(0, 200)}`,
  );
}

function compile(type: string): ValidateFunction {
  // One program for all types: making it costs more than everything else.
  generator ??= createGenerator({
    path: DECLARATIONS,
    skipTypeCheck: true,
    additionalProperties: false,
    expose: "all",
  });
  const schema = generator.createSchema(`Models.${type}`);
  for (const [name, definition] of Object.entries(schema.definitions ?? {}))
    sharpen(name.replace(/^Models\./, ""), definition as Definition);
  return new Ajv({ strict: false }).compile(schema as AnySchema);
}

/** Adds to a definition what its declaration cannot say. */
function sharpen(type: string, definition: Definition): void {
  const properties = definition.properties ?? {};
  for (const field of Object.keys(properties)) {
    const schema = properties[field];
    const members = DOCUMENTED_MEMBERS[`${type}.${field}`];
    if (members !== undefined) properties[field] = toEnumeration(schema, members);
    else if (schema?.type === "string" && IS_INSTANT.test(field)) properties[field] = INSTANT;
  }
  for (const { known, what } of listMentioned(type))
    if (!Object.hasOwn(properties, known))
      throw new RangeError(`${what} names ${type}.${known}, which is not published`);
  Object.assign(properties, UNPUBLISHED_FIELDS[type]);
  definition.required = [...new Set([...(definition.required ?? []), ...(EXPECTED_FIELDS[type] ?? [])])];
}

function toEnumeration(schema: Schema | undefined, members: readonly string[]): Schema {
  const enumeration: Schema = { type: "string", enum: [...members] };
  return schema?.type === "array" ? { type: "array", items: enumeration } : enumeration;
}

/** A misspelt row of our tables would check nothing. */
function listMentioned(type: string): { known: string; what: string }[] {
  const members = Object.keys(DOCUMENTED_MEMBERS)
    .filter((key) => key.startsWith(`${type}.`))
    .map((key) => ({ known: key.slice(type.length + 1), what: "DOCUMENTED_MEMBERS" }));
  return [...members, ...(EXPECTED_FIELDS[type] ?? []).map((known) => ({ known, what: "EXPECTED_FIELDS" }))];
}

function valueAt(body: unknown, path: string): unknown {
  return path
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}
