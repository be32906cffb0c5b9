import { redact } from "./redact.ts";

/** What a caller does about an error; every face maps all of them (exit code, HTTP status). */
export type ErrorKind =
  | "input"
  | "config"
  | "auth"
  | "denied"
  | "not-found"
  | "rate-limit"
  | "timeout"
  | "network"
  | "remote"
  | "storage"
  | "cancelled"
  | "bug";

export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface AppErrorOptions {
  kind: ErrorKind;
  /** What happened, as a stable upper-snake word that programs can compare. */
  code: string;
  /** What was being done to what, and why it failed. */
  message: string;
  /** What to do next. */
  hint?: string | undefined;
  details?: ErrorDetails | undefined;
  cause?: unknown;
}

/** The one error class. Secrets die here: message, hint and details are redacted in the constructor. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: ErrorDetails;

  constructor(options: AppErrorOptions) {
    super(redact(options.message), options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = options.kind;
    this.code = options.code;
    this.hint = options.hint === undefined ? undefined : redact(options.hint);
    this.details = redactDetails(options.details ?? {});
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** Anything thrown, as an AppError: what we did not foresee is a bug, and says so. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError({
    kind: "bug",
    code: "UNEXPECTED",
    message: `nowthen failed in a way that it did not foresee: ${message}`,
    hint: "Please report it with the command that you ran and the output of --verbose.",
    cause: error,
  });
}

/** The error of work that its caller stopped; the doing says what was under way. */
export function cancelled(doing: string): AppError {
  return new AppError({ kind: "cancelled", code: "CANCELLED", message: `Stopped while ${doing}.` });
}

function redactDetails(details: ErrorDetails): ErrorDetails {
  return Object.freeze(
    Object.fromEntries(
      Object.entries(details).map(([key, value]) => [key, typeof value === "string" ? redact(value) : value]),
    ),
  );
}
