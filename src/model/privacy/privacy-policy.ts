import { AppError } from "../../base/app-error.ts";

/** What personal data there is in a conversation, by kind; which fields of a record are of a kind stands in `personal-fields.ts`. */
export const PRIVACY_FIELDS = {
  ani: "the number that a call came from",
  dnis: "the number that was called: of an outbound call, the customer's",
  names: "names of customers and of the other side of a session; agents' and queues' names are no customers'",
  addresses: "addresses of e-mails, messages, callbacks and transfers",
  contacts: "ids and tags that lead to a person in another system, such as an external contact",
  attributes: "values of participant attributes and custom properties; their names stay",
  notes: "texts: wrap-up notes and tags, subjects, texts of delivery errors",
} as const;

export type PrivacyField = keyof typeof PRIVACY_FIELDS;

/** What is done with a kind, mildest first. */
export const PRIVACY_CHOICES = ["keep", "hash", "drop"] as const;
export type PrivacyChoice = (typeof PRIVACY_CHOICES)[number];

/** What is kept of each kind in the local store. */
export type PrivacyPolicy = Readonly<Record<PrivacyField, PrivacyChoice>>;

const NAMES = Object.keys(PRIVACY_FIELDS) as PrivacyField[];

export const KEEP_ALL: PrivacyPolicy = Object.freeze(toPolicy("keep"));

/**
 * Reads `ani=hash,notes=drop`; what isn't named is kept. `all=…` is every kind, from which the entries after it differ.
 * `origin` says for people where the text stands. Throws `PRIVACY_INVALID` (config).
 */
export function parsePrivacyPolicy(text: string, origin: string): PrivacyPolicy {
  const policy = toPolicy("keep");
  const named = new Set<string>();
  for (const entry of text.split(",")) {
    const [name = "", choice = "", ...rest] = entry.split("=").map((part) => part.trim().toLowerCase());
    if (!isChoice(choice) || rest.length > 0 || !(name === "all" || isField(name)))
      throw invalid(text, origin, `${JSON.stringify(entry.trim())} is no kind with a choice`);
    if (named.has(name)) throw invalid(text, origin, `${name} is said twice`);
    if (name === "all" && named.size > 0) throw invalid(text, origin, "all has to come first");
    named.add(name);
    Object.assign(policy, isField(name) ? { [name]: choice } : toPolicy(choice));
  }
  return Object.freeze(policy);
}

/** As `parsePrivacyPolicy` reads it, always the same for the same policy. */
export function formatPrivacyPolicy(policy: PrivacyPolicy): string {
  const [first, ...others] = NAMES.map((name) => policy[name]);
  if (first !== undefined && others.every((choice) => choice === first)) return `all=${first}`;
  return NAMES.filter((name) => policy[name] !== "keep")
    .map((name) => `${name}=${policy[name]}`)
    .join(",");
}

/** Whether anything is hashed, for which a local key is needed. */
export function needsKey(policy: PrivacyPolicy): boolean {
  return NAMES.some((name) => policy[name] === "hash");
}

export function stricter(a: PrivacyChoice, b: PrivacyChoice): PrivacyChoice {
  return PRIVACY_CHOICES.indexOf(a) > PRIVACY_CHOICES.indexOf(b) ? a : b;
}

function toPolicy(choice: PrivacyChoice): Record<PrivacyField, PrivacyChoice> {
  return {
    ani: choice,
    dnis: choice,
    names: choice,
    addresses: choice,
    contacts: choice,
    attributes: choice,
    notes: choice,
  };
}

function isField(name: string): name is PrivacyField {
  return Object.hasOwn(PRIVACY_FIELDS, name);
}

function isChoice(text: string): text is PrivacyChoice {
  return (PRIVACY_CHOICES as readonly string[]).includes(text);
}

function invalid(text: string, origin: string, reason: string): AppError {
  return new AppError({
    kind: "config",
    code: "PRIVACY_INVALID",
    message: `The privacy policy ${JSON.stringify(text)} (from ${origin}) can't be read: ${reason}.`,
    hint: `Write kind=choice, separated by commas, such as ani=hash,notes=drop. Kinds: ${["all", ...NAMES].join(", ")}. Choices: ${PRIVACY_CHOICES.join(", ")}.`,
  });
}
