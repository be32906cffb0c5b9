/** `tel:+49…`, `sip:somebody@…`: how addresses stand in records. */
const SCHEME = /^(tel|sip|sips):/i;

/** The ways in which an address that a person wrote may stand in records: a phone number alone is a `tel:` address there. */
export function toAddressForms(text: string): string[] {
  const isNumber = /^\+?[\d().\s-]{3,}$/.test(text);
  if (!isNumber) return [text];
  const digits = text.replace(/[^\d+]/g, "");
  return [...new Set([`tel:${digits}`, digits])];
}

/** Whether two ways to write an address mean the same. */
export function isSameAddress(a: string, b: string): boolean {
  return toBareAddress(a) === toBareAddress(b);
}

function toBareAddress(text: string): string {
  const bare = text.trim().replace(SCHEME, "");
  return /^\+?[\d().\s-]{3,}$/.test(bare) ? bare.replace(/[^\d+]/g, "") : bare.toLowerCase();
}
