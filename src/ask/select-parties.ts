import type { Criterion } from "../sources/filter/criterion.ts";
import type { AskContext, AskWorld } from "./answer.ts";
import { text } from "./parameter.ts";

export const PARTY_PARAMETERS = {
  user: text(
    "--user <user>",
    "Conversations in which this user took part: id, e-mail address or name. Everyone's when absent.",
  ),
  queue: text("--queue <queue>", "Conversations that touched this queue: id or name."),
};

export interface SelectedParties {
  user: { id: string; name: string | null } | null;
  queue: { id: string; name: string | null } | null;
}

/** Names or ids as a person gives them, turned into the ids that the API takes. Throws when none or several fit. */
export async function selectParties(
  world: AskWorld,
  parameters: { readonly user?: string; readonly queue?: string },
  { signal }: AskContext,
): Promise<SelectedParties> {
  const user = parameters.user === undefined ? null : await world.findUser(parameters.user, signal);
  const queue = parameters.queue === undefined ? null : await world.findQueue(parameters.queue, signal);
  return {
    user: user === null ? null : { id: user.id, name: user.name ?? null },
    queue: queue === null ? null : { id: queue.id, name: queue.name ?? null },
  };
}

export function toCriteria({ user, queue }: SelectedParties): Criterion[] {
  return [...toCriterion("user", user), ...toCriterion("queue", queue)];
}

function toCriterion(field: "user" | "queue", party: SelectedParties["user"]): Criterion[] {
  return party === null
    ? []
    : [{ kind: "value", field, values: [party.id], labels: [party.name ?? party.id], not: false }];
}
