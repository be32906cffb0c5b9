/** `tel:+49…`, `sip:somebody@…`: how addresses stand in records. */
const SCHEME = /^(tel|sips?|mailto):/i;

/** A phone number as people and machines write it, with at least one digit. */
const NUMBER = /^(?=.*\d)\+?[\d().\s-]{3,}$/;

/** A number with its country, whoever carries it: `+15551234567@198.51.100.7;user=phone`. */
const CARRIED_NUMBER = /^(\+\d[\d().-]{6,})[@;]/;

/** The ways in which an address that a person wrote may stand in records: a phone number alone is a `tel:` address there. */
export function toAddressForms(text: string): string[] {
  if (!NUMBER.test(text)) return [text];
  const digits = text.replace(/[^\d+]/g, "");
  return [...new Set([`tel:${digits}`, digits])];
}

/** Whether two ways to write an address mean the same. */
export function isSameAddress(a: string, b: string): boolean {
  return toBareAddress(a) === toBareAddress(b);
}

/**
 * What all forms of an address have in common: `tel:+1 555…`, `sip:+1555…@host` and `+1555…` are one number, `sip:Ada@x` and `Ada <ada@X>`
 * one mailbox. Local numbers keep their host, because they mean nothing without it.
 */
export function toBareAddress(text: string): string {
  const named = /<([^<>\s]+)>\s*$/.exec(text);
  const bare = (named?.[1] ?? text).trim().replace(SCHEME, "");
  const number = CARRIED_NUMBER.exec(bare)?.[1] ?? bare;
  return NUMBER.test(number) ? number.replace(/[^\d+]/g, "") : bare.toLowerCase();
}

/** Whether a text can be reached: a number, a mailbox, anything with a scheme. A UUID, a name and a sentence can't. */
export function isAddress(text: string): boolean {
  return NUMBER.test(text.trim()) || isMarkedAddress(text);
}

/** The same, where a number without its country's `+` may be any number. */
export function isMarkedAddress(text: string): boolean {
  return (
    SCHEME.test(text) || /^\s*\+\d[\d().\s-]{5,}$/.test(text) || /^[^\s@]+@[^\s@]+$|<[^<>\s]+@[^<>\s]+>\s*$/.test(text)
  );
}
