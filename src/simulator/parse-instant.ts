const ISO_INSTANT = /^\d{4}-\d\d-\d\d(T\d\d(:?\d\d(:?\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** An ISO-8601 text in epoch milliseconds; without a zone it is UTC, not the zone of the machine. Undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  if (!ISO_INSTANT.test(text)) return undefined;
  const instant = Date.parse(/T/.test(text) && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(instant) ? undefined : instant;
}
