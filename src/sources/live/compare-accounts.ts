import { type AccountFacts, isPaused, type SessionFacts } from "./session-facts.ts";

/**
 * Which of two accounts of a conversation is the newer one, by the conversation's own facts and never by arrival. `unclear`: they tell
 * different things, and nothing in them says which came first: a hold that has ended leaves no trace in an event.
 */
export type Verdict = "newer" | "older" | "same" | "unclear";

/** What `said` is beside `known`. */
export function compareAccounts(known: AccountFacts, said: AccountFacts): Verdict {
  const balance = weighSessions(known, said) + (Number(said.isOver) - Number(known.isOver)) * 100;
  if (balance !== 0) return balance > 0 ? "newer" : "older";
  const changed = [...said.sessions].filter(([id, { state }]) => known.sessions.get(id)?.state !== state);
  if (changed.length === 0) return "same";
  if (knowsPauseOver(known, said)) return "older";
  if (knowsPauseOver(said, known)) return "newer";
  const since = (facts: AccountFacts) =>
    Math.max(0, ...changed.map(([id]) => facts.sessions.get(id)?.openSince ?? 0).filter(Number.isFinite));
  // What began later goes on now; that something has ended since then nobody says.
  return since(said) > since(known) ? "newer" : "unclear";
}

/** Whether one knows that what the other holds to be going on is over. */
function knowsPauseOver({ sessions }: AccountFacts, other: AccountFacts): boolean {
  for (const [id, facts] of other.sessions)
    if (isPaused(facts) && sessions.get(id)?.endedPauses.has(facts.openSince) === true) return true;
  return false;
}

/** Above 0: what `said` knows of its sessions is more than `known` knows. */
function weighSessions(known: AccountFacts, said: AccountFacts): number {
  let balance = 0;
  for (const [id, facts] of said.sessions) {
    const other = known.sessions.get(id);
    balance += other === undefined ? weighMissing(facts, known) : facts.stage - other.stage;
  }
  for (const [id, facts] of known.sessions) if (!said.sessions.has(id)) balance -= weighMissing(facts, said);
  return balance;
}

/**
 * A session that the other account lacks tells of a later time if it began after all that the other knows. Otherwise the other's
 * API may just not list it, as live does not list workflows.
 */
function weighMissing({ begunAt, stage }: SessionFacts, { latest, sessions }: AccountFacts): number {
  const isLater = Number.isNaN(begunAt) || begunAt >= latest || sessions.size === 0;
  return isLater ? stage + 1 : 0;
}
