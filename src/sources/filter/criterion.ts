/** What a conversation must have, or must not have, to be part of an answer. Ids are ids by now: names have been looked up. */
export type Criterion = ValueCriterion | AttributeCriterion | DurationCriterion;

/** One of the values, or (`not`) none of them, anywhere in the conversation. */
export interface ValueCriterion {
  readonly kind: "value";
  readonly field: ValueField;
  /** Ids, or what the API says where there is no id. */
  readonly values: readonly string[];
  /** What people call them. */
  readonly labels: readonly string[];
  readonly not: boolean;
}

/** A participant attribute with a value; with any value when `value` is null. */
export interface AttributeCriterion {
  readonly kind: "attribute";
  readonly name: string;
  readonly value: string | null;
  readonly not: boolean;
}

/** How long it lasted, from `conversationStart` to `conversationEnd`; an open one has no duration yet, and never matches. */
export interface DurationCriterion {
  readonly kind: "duration";
  readonly minMs: number | null;
  readonly maxMs: number | null;
}

/** Where the details query knows a field: as a dimension of conversations or of segments (genesys-api.md 4.1 of the facts). */
interface FieldPlace {
  readonly level: "conversation" | "segment";
  readonly dimension: string;
  /** For people. */
  readonly noun: string;
}

/** User, queue, address and the like are dimensions of segments: asked of conversations, the API refuses them. */
export const FIELDS = {
  user: { level: "segment", dimension: "userId", noun: "user" },
  queue: { level: "segment", dimension: "queueId", noun: "queue" },
  skill: { level: "segment", dimension: "requestedRoutingSkillId", noun: "skill" },
  mediaType: { level: "segment", dimension: "mediaType", noun: "media type" },
  direction: { level: "conversation", dimension: "originatingDirection", noun: "direction" },
  wrapUpCode: { level: "segment", dimension: "wrapUpCode", noun: "wrap-up code" },
  division: { level: "conversation", dimension: "divisionId", noun: "division" },
  disconnectType: { level: "segment", dimension: "disconnectType", noun: "disconnect type" },
  ani: { level: "segment", dimension: "ani", noun: "ANI" },
  dnis: { level: "segment", dimension: "dnis", noun: "DNIS" },
} as const satisfies Readonly<Record<string, FieldPlace>>;

export type ValueField = keyof typeof FIELDS;

/** For people: `queue Service`, `not media type voice`, `attribute tier=gold`, `at least 30 s long`. */
export function describeCriterion(criterion: Criterion): string {
  switch (criterion.kind) {
    case "value":
      return `${criterion.not ? "not " : ""}${FIELDS[criterion.field].noun} ${criterion.labels.join(" or ")}`;
    case "attribute":
      return `${criterion.not ? "not " : ""}attribute ${criterion.name}${criterion.value === null ? "" : `=${criterion.value}`}`;
    case "duration":
      return describeDuration(criterion);
  }
}

function describeDuration({ minMs, maxMs }: DurationCriterion): string {
  const atLeast = minMs === null ? [] : [`at least ${minMs / 1000} s long`];
  const atMost = maxMs === null ? [] : [`at most ${maxMs / 1000} s long`];
  return [...atLeast, ...atMost].join(" and ");
}
