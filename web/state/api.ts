import type { Problem } from "../../src/server/to-problem.ts";

/** A refusal of the server, in its words. */
export class ServerError extends Error {
  readonly hint: string | null;
  readonly code: string;

  constructor({ message, hint, code }: Pick<Problem, "message" | "hint" | "code">) {
    super(message);
    this.hint = hint ?? null;
    this.code = code;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** The text of a query; what is empty is left out. */
export function toSearch(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** Asks a question of the API. Throws `ServerError`, also where the server can't be reached. */
export async function ask<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const response = await send(`/api/v1/${path}${toSearch(query)}`, signal);
  if (response.status === 401) location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  const body = (await response.json().catch(() => ({}))) as Answer & { error?: Problem };
  if (response.ok) return body;
  throw new ServerError(
    body.error ?? { code: "UNREADABLE", message: `The server answered with ${response.status}, and no reason.` },
  );
}

async function send(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw unreachable(error);
  }
}

function unreachable(cause: unknown): ServerError {
  const error = new ServerError({
    code: "UNREACHABLE",
    message: "The server can't be reached.",
    hint: "Is `nowthen serve` still running? The page tries again by itself.",
  });
  error.cause = cause;
  return error;
}
