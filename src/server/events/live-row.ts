import type { LiveConversationView, LiveState } from "../../model/live-view.ts";

/** One conversation on the page of now: what its list shows, and no more. Instants are ISO-8601 UTC. */
export interface LiveRow {
  readonly id: string;
  readonly media: readonly string[];
  readonly direction: string | null;
  readonly startedAt: string | null;
  readonly state: LiveState;
  /** Since when it is in that state. */
  readonly since: string | null;
  /** Where it waits or is talked about. */
  readonly queues: readonly { readonly id: string; readonly name: string | null }[];
  readonly customer: string | null;
  readonly parties: readonly LiveParty[];
}

/** Who is in it now; those who have left are not here. */
export interface LiveParty {
  readonly purpose: string;
  readonly name: string | null;
  readonly userId: string | null;
  readonly queueId: string | null;
  readonly state: LiveState;
  readonly since: string | null;
}

export function toLiveRow(view: LiveConversationView): LiveRow {
  const parties = view.participants
    .filter(({ state }) => state !== "disconnected")
    .map(({ purpose, name, userId, queueId, state, since }) => ({ purpose, name, userId, queueId, state, since }));
  const present = new Set(parties.flatMap(({ queueId }) => queueId ?? []));
  const telling = parties.filter(({ state, purpose }) => state === view.liveState && purpose !== "customer");
  const since = (telling.length > 0 ? telling : parties)
    .flatMap((party) => party.since ?? [])
    .sort()
    .at(0);
  return {
    id: view.conversationId,
    media: view.mediaTypes,
    direction: view.direction,
    startedAt: view.startedAt,
    state: view.liveState,
    since: since ?? view.startedAt,
    queues: view.queues.filter(({ id }) => present.has(id)).map(({ id, name }) => ({ id, name })),
    customer: view.customer.name ?? view.customer.address,
    parties,
  };
}
