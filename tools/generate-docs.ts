// Writes the pages of docs/ that say what the tables in the code say. `npm run docs`; a house test compares.
import { writeFile } from "node:fs/promises";
import { generateAnswerSchemas } from "./generate-answer-schemas.ts";
import { generatePages } from "./generated-pages.ts";

for (const [path, text] of await generatePages()) await writeFile(new URL(`../docs/${path}`, import.meta.url), text);

await writeFile(new URL("../src/server/openapi/answer-schemas.ts", import.meta.url), generateAnswerSchemas());
