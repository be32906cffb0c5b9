// The schemas of the API's answers, from the built declarations of their types. `npm run docs` writes them; a house test compares.
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const TYPES = fileURLToPath(new URL("../dist/server/openapi/answer-bodies.d.ts", import.meta.url));
const TS_CONFIG = fileURLToPath(new URL("../tsconfig.json", import.meta.url));

/** `src/server/openapi/answer-schemas.ts` as it is to be. */
export function generateAnswerSchemas(types = TYPES): string {
  const generator = createGenerator({
    path: types,
    tsconfig: TS_CONFIG,
    skipTypeCheck: true,
    expose: "all",
    additionalProperties: false,
  });
  const { definitions = {} } = generator.createSchema("*");
  const named = Object.entries(definitions).map(([name, schema]) => [toName(name), schema] as const);
  const text = JSON.stringify(Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2).replace(
    /"#\/definitions\/([^"]+)"/g,
    (_, name: string) => `"#/components/schemas/${toName(decodeURIComponent(name))}"`,
  );
  return `// Made by \`npm run docs\` from answer-bodies.ts.\nexport const ANSWER_SCHEMAS: Readonly<Record<string, unknown>> = ${text};\n`;
}

/** A component's name has letters, digits, dots, dashes and underscores only; a generic type's has more. */
function toName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^_|_$/g, "");
}
