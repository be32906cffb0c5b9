import { readFileSync } from "node:fs";
import { PERSONAL_FIELDS, type PersonalField } from "../src/model/privacy/personal-fields.ts";
import { PRIVACY_FIELDS, type PrivacyField } from "../src/model/privacy/privacy-policy.ts";

const BEGIN = "<!-- From here to the next note generated from the tables in the code by `npm run docs`. -->\n";
const END = "<!-- Until here. -->\n";

/** docs/privacy.md, whose text is written by hand, with its table of fields made anew. */
export function describePrivacy(): string {
  const page = readFileSync(new URL("../docs/privacy.md", import.meta.url), "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new RangeError("docs/privacy.md has lost the notes around its table");
  return `${before}${BEGIN}${describeFields()}${END}${after}`;
}

function describeFields(): string {
  const kinds = Object.entries(PRIVACY_FIELDS) as [PrivacyField, string][];
  const rows = kinds.map(([kind, meaning]) => {
    const fields = PERSONAL_FIELDS.filter((field) => field.kind === kind).map(describeField);
    return `| \`${kind}\` | ${meaning} | ${fields.join("; ")} |\n`;
  });
  return `| kind | what it is | fields of a record |\n|---|---|---|\n${rows.join("")}`;
}

function describeField({ level, field, only }: PersonalField): string {
  return `\`${level}.${field}\`${only === undefined ? "" : ` (${only.words})`}`;
}
