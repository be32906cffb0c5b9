import type { ErrorKind } from "../base/app-error.ts";
import { toAppError } from "../base/app-error.ts";

/** What a client of HTTP sees of each kind of error. */
export const HTTP_STATUS = {
  input: 400,
  config: 500,
  auth: 502,
  denied: 502,
  "not-found": 404,
  "rate-limit": 503,
  timeout: 504,
  network: 502,
  remote: 502,
  storage: 503,
  cancelled: 503,
  bug: 500,
} as const satisfies Record<ErrorKind, number>;

/** An error as clients get it: what was being done, why it failed, what to do. */
export interface Problem {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function toProblem(error: unknown): {
  readonly status: (typeof HTTP_STATUS)[ErrorKind];
  readonly problem: Problem;
} {
  const { kind, code, message, hint, details } = toAppError(error);
  const problem = {
    kind,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
  return { status: HTTP_STATUS[kind], problem };
}
