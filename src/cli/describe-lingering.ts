/** The one line in which lingering conversations are counted where active ones are listed. */
export function describeLingering(count: number): string[] {
  return count === 0 ? [] : [`${count} lingering, only stuck legs open (live --lingering lists them)`];
}
