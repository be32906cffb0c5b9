import type { RequestFaultAction } from "../faults.ts";
import { ApiRefusal, toErrorBody } from "./api-refusal.ts";
import type { Reply } from "./service.ts";

type StatusFault = Extract<RequestFaultAction, { status: number }>;

/** What the API says with a status when nothing else is planned; a 502 comes from the edge in front of it, without a word. */
const DOCUMENTED: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["bad.request", "The request could not be understood by the server due to malformed syntax."],
  401: ["bad.credentials", "Invalid login credentials."],
  403: ["not.authorized", "You are not authorized to perform the requested action."],
  404: ["not.found", "The requested resource was not found."],
  408: [
    "client.timeout",
    "The client did not produce a request within the server timeout limit. This can be caused by a slow network connection and/or large payloads.",
  ],
  413: ["request.entity.too.large", "The request is over the size limit. Maximum bytes: 512000"],
  415: [
    "unsupported.media.type",
    "Unsupported Media Type - Unsupported or incorrect media type, such as an incorrect Content-Type value in the header.",
  ],
  429: ["too.many.requests", "Rate limit exceeded the maximum."],
  500: [
    "internal.server.error",
    "The server encountered an unexpected condition which prevented it from fulfilling the request.",
  ],
  503: [
    "service.unavailable",
    "Service Unavailable - The server is currently unavailable (because it is overloaded or down for maintenance).",
  ],
  504: ["request.timeout", "The request timed out."],
};

/** The answer of a fault: the planned body, else the documented one of its status; an empty text is no body. */
export function toFaultReply(fault: StatusFault, correlationId: string): Reply {
  const { status, headers, retryAfter } = fault;
  return {
    status,
    body: toBody(fault, correlationId),
    headers: { ...headers, ...(retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }) },
  };
}

function toBody({ status, body, retryAfter }: StatusFault, correlationId: string): string | object | undefined {
  if (body === "") return undefined;
  if (body !== undefined) return typeof body === "string" ? body : JSON.stringify(body);
  if (status === 429 && retryAfter !== undefined) {
    const message = `Rate limit exceeded the maximum. Retry the request in [${retryAfter}] seconds`;
    return toErrorBody(new ApiRefusal(status, "too.many.requests.retry.after", message), correlationId);
  }
  const [code, message] = DOCUMENTED[status] ?? [];
  return code === undefined || message === undefined
    ? undefined
    : toErrorBody(new ApiRefusal(status, code, message), correlationId);
}
