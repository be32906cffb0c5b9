import { toAppError } from "../base/app-error.ts";
import { redact } from "../base/redact.ts";

/** An error as people read it: what failed and why, what to do, and what to quote. */
export function describeError(error: unknown, { verbose }: { verbose: boolean }): string {
  const { kind, message, hint, details, cause, stack } = toAppError(error);
  if (kind === "cancelled") return `nowthen: ${message}\n`;
  const lines = [`nowthen: ${message}`];
  if (hint !== undefined) lines.push(`  ${hint}`);
  const { correlationId } = details;
  if (correlationId !== undefined) lines.push(`  correlation id: ${String(correlationId)}`);
  const trace = cause instanceof Error ? cause.stack : stack;
  if (verbose && trace !== undefined) lines.push(redact(trace));
  return `${lines.join("\n")}\n`;
}
