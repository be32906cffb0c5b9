import { type Level, PARTS, PERSONAL_FIELDS, type PersonalField } from "./personal-fields.ts";

/** Fields to look at, and only the parts in which there are any: most of a record is metrics and segments. */
export type Search = Readonly<Record<Level, { fields: readonly PersonalField[]; parts: (typeof PARTS)[Level] }>>;

export function toSearch(isWanted: (field: PersonalField) => boolean): Search {
  const fieldsOf = (level: Level) => PERSONAL_FIELDS.filter((field) => field.level === level && isWanted(field));
  const reaches = (level: Level): boolean =>
    fieldsOf(level).length > 0 || PARTS[level].some(([, part]) => reaches(part));
  const levels = Object.keys(PARTS) as Level[];
  const steps = levels.map((level) => {
    const parts = PARTS[level].filter(([, part]) => reaches(part));
    return [level, { fields: fieldsOf(level), parts }] as const;
  });
  return Object.fromEntries(steps) as unknown as Search;
}
