import { toNamedUuid } from "../world/ids.ts";

/** The presences that this world's people have; the analytics API spells them so, the users API as their names. */
export const SYSTEM_PRESENCES = {
  OFFLINE: "Offline",
  ON_QUEUE: "On Queue",
  BREAK: "Break",
  MEAL: "Meal",
} as const;

export type SystemPresence = keyof typeof SYSTEM_PRESENCES;

/** The organisation presence of each: system ones have the same id in every organisation. */
export function toPresenceId(presence: SystemPresence): string {
  return toNamedUuid(0, "presence", presence);
}

/** For answers that qualify by organisation presence. */
export function toPresenceMappings(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    (Object.keys(SYSTEM_PRESENCES) as SystemPresence[]).map((presence) => [presence, [toPresenceId(presence)]]),
  );
}
