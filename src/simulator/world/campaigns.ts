import { dialContact } from "./dialer.ts";
import type { Draft } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { CAMPAIGN_SPECS } from "./organisation-specs.ts";
import { startPreview } from "./previews.ts";

/** A contact of a campaign is tried, in the campaign's way. */
export function startAttempt(floor: Floor, draft: Draft, queue: number, at: number): void {
  const mode = CAMPAIGN_SPECS[draft.arrival.campaign ?? 0]?.mode ?? "preview";
  if (mode === "preview") startPreview(floor, draft, queue, at);
  else dialContact(floor, draft, queue, at, mode);
}
