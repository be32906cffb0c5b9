/** At most so many of a list in time order: the first half are the oldest, the second half the newest. */
export function truncate<Item>(items: readonly Item[], max: number): { items: readonly Item[]; truncated: boolean } {
  if (items.length <= max) return { items, truncated: false };
  const oldest = Math.ceil(max / 2);
  const newest = max - oldest;
  return { items: [...items.slice(0, oldest), ...items.slice(items.length - newest)], truncated: true };
}
