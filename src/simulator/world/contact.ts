import { toUuid } from "./ids.ts";
import type { Organisation } from "./organisation.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** Whom a campaign tried: the ids that every session of the attempt carries. */
export interface Contact {
  readonly outboundCampaignId: string;
  readonly outboundContactId: string;
  readonly outboundContactListId: string;
}

export function toContact({ campaigns }: Organisation, { campaign, customer }: WorldConversation): Contact | undefined {
  const found = campaigns[campaign ?? -1];
  if (found === undefined) return undefined;
  return {
    outboundCampaignId: found.id,
    // Ids of contacts have no dashes.
    outboundContactId: toUuid(customer.contact, 0xc0).replaceAll("-", ""),
    outboundContactListId: found.contactListId,
  };
}
