/** How far a reading has come, in words. */
export function describeProgress(read: number, expected: number): string {
  return expected > read ? `${read} of about ${expected} conversations` : `${read} conversations`;
}
