/** Names of fields, as a table writes them. */
export function toFields(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Those of the fields that an object has: what one face tells and another does not is left out. */
export function pick(from: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = from[field];
    if (value !== undefined) picked[field] = value;
  }
  return picked;
}
