import { isAddress } from "../address-forms.ts";
import type { PrivacyField } from "./privacy-policy.ts";

/** The objects of which a record is made. */
export type Level = "conversation" | "participant" | "session" | "flow" | "segment" | "property";

export type Owner = Readonly<Record<string, unknown>>;

/** A field that may say who somebody is, how they are reached or what they told. */
export interface PersonalField {
  readonly level: Level;
  readonly field: string;
  readonly kind: PrivacyField;
  /** Where it is personal only at times: when, in words and as a rule. */
  readonly only?: { readonly words: string; readonly holds: (value: unknown, owner: Owner) => boolean };
}

/** Whose participants are nobody outside the organisation; the name of one of any other purpose, unknown ones too, is a customer's. */
const INTERNAL_PURPOSES: readonly unknown[] = [
  ..."acd agent api botflow campaign dialer flow group ivr station user voicemail voicesurveyflow workflow".split(" "),
];

const onlyAddresses = {
  words: "where it is an address, not an id or a name",
  holds: (value: unknown) => typeof value === "string" && isAddress(value),
} as const;

/**
 * Every personal field of `AnalyticsConversation` (Platform API v2, in the official SDK's published types), once. A test holds it against those
 * types: a field that they gain is judged here or listed there as not personal. What no type names is passed through.
 */
export const PERSONAL_FIELDS: readonly PersonalField[] = [
  { level: "conversation", field: "externalTag", kind: "contacts" },
  {
    level: "participant",
    field: "participantName",
    kind: "names",
    only: {
      words: "unless the purpose is agent, user, acd, ivr or another one inside the organisation",
      holds: (_, { purpose }) => !INTERNAL_PURPOSES.includes(purpose),
    },
  },
  { level: "participant", field: "externalContactId", kind: "contacts" },
  { level: "participant", field: "externalOrganizationId", kind: "contacts" },
  { level: "participant", field: "attributes", kind: "attributes" },
  { level: "session", field: "ani", kind: "ani" },
  { level: "session", field: "dnis", kind: "dnis" },
  { level: "session", field: "sessionDnis", kind: "dnis" },
  // "Name, phone number, or email address of the remote party": of an agent's session, the customer.
  { level: "session", field: "remote", kind: "names" },
  { level: "session", field: "remoteNameDisplayable", kind: "names" },
  { level: "session", field: "callbackUserName", kind: "names" },
  { level: "session", field: "callbackNumbers", kind: "addresses" },
  { level: "session", field: "addressFrom", kind: "addresses" },
  { level: "session", field: "addressTo", kind: "addresses" },
  { level: "session", field: "addressOther", kind: "addresses" },
  { level: "session", field: "addressSelf", kind: "addresses" },
  { level: "session", field: "cc", kind: "addresses" },
  { level: "session", field: "bcc", kind: "addresses" },
  { level: "session", field: "destinationAddresses", kind: "addresses" },
  { level: "session", field: "screenShareAddressSelf", kind: "addresses" },
  { level: "session", field: "videoAddressSelf", kind: "addresses" },
  { level: "session", field: "journeyCustomerId", kind: "contacts" },
  { level: "session", field: "journeyCustomerSessionId", kind: "contacts" },
  { level: "session", field: "outboundContactId", kind: "contacts" },
  { level: "session", field: "errorCodeDescription", kind: "notes" },
  {
    level: "flow",
    field: "entryReason",
    kind: "dnis",
    only: {
      words: "where `entryType` is dnis, or it is an address",
      holds: (value, owner) => owner["entryType"] === "dnis" || onlyAddresses.holds(value),
    },
  },
  { level: "flow", field: "transferTargetAddress", kind: "addresses", only: onlyAddresses },
  { level: "flow", field: "transferTargetName", kind: "addresses", only: onlyAddresses },
  { level: "segment", field: "subject", kind: "notes" },
  { level: "segment", field: "wrapUpNote", kind: "notes" },
  { level: "segment", field: "wrapUpTags", kind: "notes" },
  {
    level: "property",
    field: "value",
    kind: "attributes",
    only: {
      words: "unless `propertyType` is uuid or bool",
      holds: (_, { propertyType }) => propertyType !== "uuid" && propertyType !== "bool",
    },
  },
];

/** What a level holds of other ones. */
export const PARTS: Readonly<Record<Level, readonly (readonly [field: string, level: Level])[]>> = {
  conversation: [["participants", "participant"]],
  participant: [["sessions", "session"]],
  session: [
    ["flow", "flow"],
    ["segments", "segment"],
  ],
  flow: [],
  segment: [["properties", "property"]],
  property: [],
};
