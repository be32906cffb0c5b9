import type { Api } from "../api/api.ts";
import { listQueuesById, type NamedEntity, searchQueues } from "../api/endpoints/routing.ts";
import { getUser, searchUsers, type User } from "../api/endpoints/users.ts";
import { AppError, isAppError } from "../base/app-error.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** At most this many candidates are listed when a name fits several. */
const LISTED = 20;

/**
 * The user that a person means by an id, an e-mail address or a name. The whole address or name (any case) is taken
 * first; part of one suffices when it fits nobody else.
 *
 * Throws `USER_UNKNOWN` (not-found) and `USER_AMBIGUOUS` (input), which lists the candidates.
 */
export async function findUser(api: Api, text: string, signal?: AbortSignal): Promise<User> {
  if (UUID.test(text)) return getKnownUser(api, text.toLowerCase(), signal);
  const candidates = await searchUsers(api, text, signal);
  const wanted = text.trim().toLowerCase();
  const byEmail = candidates.filter(({ email }) => email?.toLowerCase() === wanted);
  const byName = candidates.filter(({ name }) => name?.toLowerCase() === wanted);
  return pickOne(
    "user",
    text,
    [byEmail, byName, candidates],
    ({ id, name, email }) => `${name ?? "(no name)"} <${email ?? "no e-mail"}> ${id}`,
  );
}

/** The queue that a person means by an id or a name; see `findUser`. Throws `QUEUE_UNKNOWN` and `QUEUE_AMBIGUOUS`. */
export async function findQueue(api: Api, text: string, signal?: AbortSignal): Promise<NamedEntity> {
  // An id needs no look-up: what matters is what conversations say, and deleted queues stand in no listing; see `requireQueue`.
  if (UUID.test(text)) return { id: text.toLowerCase() };
  const candidates: NamedEntity[] = [];
  for await (const queue of searchQueues(api, text, signal)) candidates.push(queue);
  const wanted = text.trim().toLowerCase();
  const byName = candidates.filter(({ name }) => name?.toLowerCase() === wanted);
  return pickOne("queue", text, [byName, candidates], ({ id, name }) => `${name ?? "(no name)"} ${id}`);
}

/**
 * Throws `QUEUE_UNKNOWN` (not-found) when the listing has no queue of this id. A client that may not see queues is told nothing.
 */
export async function requireQueue(api: Api, id: string, signal?: AbortSignal): Promise<void> {
  try {
    for await (const queue of listQueuesById(api, [id], signal)) if (queue.id === id) return;
  } catch (error) {
    if (isAppError(error) && error.kind === "denied") return;
    throw error;
  }
  throw unknownEntity("queue", id);
}

async function getKnownUser(api: Api, id: string, signal?: AbortSignal): Promise<User> {
  try {
    return await getUser(api, id, signal);
  } catch (error) {
    if (isAppError(error) && error.kind === "not-found") throw unknownEntity("user", id, error);
    throw error;
  }
}

function pickOne<Entity>(
  kind: "user" | "queue",
  text: string,
  groups: readonly (readonly Entity[])[],
  describe: (entity: Entity) => string,
): Entity {
  const group = groups.find((candidates) => candidates.length > 0) ?? [];
  const [only, ...others] = group;
  if (only === undefined) throw unknownEntity(kind, text);
  if (others.length === 0) return only;
  const listed = group.slice(0, LISTED).map(describe);
  const more = group.length > LISTED ? [`… and ${group.length - LISTED} more`] : [];
  throw new AppError({
    kind: "input",
    code: kind === "user" ? "USER_AMBIGUOUS" : "QUEUE_AMBIGUOUS",
    message: `${JSON.stringify(text)} fits ${group.length} ${kind}s:\n${[...listed, ...more].map((line) => `  ${line}`).join("\n")}`,
    hint: kind === "user" ? "Say which one by its e-mail address or id." : "Say which one by its whole name or id.",
    details: { candidates: listed },
  });
}

function unknownEntity(kind: "user" | "queue", text: string, cause?: AppError): AppError {
  return new AppError({
    kind: "not-found",
    code: kind === "user" ? "USER_UNKNOWN" : "QUEUE_UNKNOWN",
    message: `There is no ${kind} ${JSON.stringify(text)} that this client can see.`,
    hint:
      kind === "user"
        ? "Give a user's id, e-mail address or name, or a part of it; `nowthen doctor` says which divisions the client sees."
        : "Give a queue's id or name, or a part of it; `nowthen doctor` says which divisions the client sees.",
    details: { correlationId: cause?.details["correlationId"] },
    cause,
  });
}
