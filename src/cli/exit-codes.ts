import type { ErrorKind } from "../base/app-error.ts";

/** What a shell sees; documented in `docs/exit-codes.md`. */
export const EXIT_CODES = {
  bug: 1,
  input: 2,
  config: 3,
  auth: 4,
  denied: 5,
  "not-found": 6,
  "rate-limit": 7,
  timeout: 8,
  network: 9,
  remote: 10,
  storage: 11,
  cancelled: 130,
} as const satisfies Record<ErrorKind, number>;

export const EXIT_OK = 0;
/** Answered, but incomplete or with records set aside. */
export const EXIT_INCOMPLETE = 12;
/** Answered, and what was compared differs. */
export const EXIT_DIFFERENCES = 13;
