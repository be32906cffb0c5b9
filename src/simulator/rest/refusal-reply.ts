import { ApiRefusal, toErrorBody } from "./api-refusal.ts";
import type { Reply } from "./service.ts";

const INTERNAL = "The server encountered an unexpected condition which prevented it from fulfilling the request.";

/** A refusal as the reply that carries it; anything else that was thrown is the simulator's own mistake. */
export function toRefusalReply(error: unknown, correlationId: string): Reply {
  const refusal = error instanceof ApiRefusal ? error : new ApiRefusal(500, "internal.server.error", INTERNAL);
  return { status: refusal.status, body: toErrorBody(refusal, correlationId), headers: refusal.extras.headers ?? {} };
}
