// Patterns rather than known values: an error can be born in code that never saw the configuration.
const SECRETS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, "$1 ***"],
  [/("?(?:access_token|client_secret|refresh_token|clientSecret|accessToken)"?\s*[:=]\s*"?)[^"&\s,}]+/gi, "$1***"],
  [/((?:\/\/|^|[\s"'=])[^/\s:@"']+:)[^@\s/]+@/g, "$1***@"],
];

/** A text with tokens, secrets and passwords in URLs replaced by `***`. */
export function redact(text: string): string {
  return SECRETS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}
