/** Between marks on an axis of time or of durations: as clocks count, milliseconds. */
export const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
].map((seconds) => seconds * 1000);
