/** Who goes first: a person waits for a question; bulk work (exports, backfills) takes what questions leave. */
export type Urgency = "question" | "bulk";

interface Written {
  /** Epoch milliseconds by the writer's clock. */
  readonly at: number;
  /** The process that wrote it. */
  readonly by: string;
  /** Counts the writer's records, so that each finds its own. */
  readonly serial: number;
}

/** So many requests are about to be sent. Whether they may follows from the records before this one. */
export interface Claim extends Written {
  readonly kind: "claim";
  readonly urgency: Urgency;
  readonly requests: number;
}

/** So many of what was claimed at an instant will not be sent. */
export interface Return extends Written {
  readonly kind: "return";
  readonly claimedAt: number;
  readonly requests: number;
}

/** What an answer said of the limit. */
export interface Sighting extends Written {
  readonly kind: "sighting";
  /** When the request was sent that was answered at `at`. */
  readonly sentAt: number;
  /** Used up by the server's count, and what the writer has claimed and not yet sent. */
  readonly used: number;
  readonly allowed: number;
  readonly resetMs: number;
}

/** Nobody sends anything until then. */
export interface Pause extends Written {
  readonly kind: "pause";
  readonly until: number;
}

/** The journal goes on in the next file; whatever follows here is void. */
export interface Move extends Written {
  readonly kind: "move";
}

export type BudgetRecord = Claim | Return | Sighting | Pause | Move;

/** A line of its own whatever stands before it: a writer that was killed may have left half of one. */
export function encodeRecord(record: BudgetRecord): string {
  return `\n${JSON.stringify(record)}\n`;
}

const FIELDS: { readonly [Kind in BudgetRecord["kind"]]: readonly string[] } = {
  claim: ["requests"],
  return: ["claimedAt", "requests"],
  sighting: ["sentAt", "used", "allowed", "resetMs"],
  pause: ["until"],
  move: [],
};

const LARGEST_INSTANT = 8_640_000_000_000_000;

/** A record as it was written; `undefined` for anything else, because everybody may write into a file. */
export function parseRecord(line: string): BudgetRecord | undefined {
  const value = parseObject(line);
  const fields = Object.entries(FIELDS).find(([kind]) => kind === value?.["kind"])?.[1];
  if (value === undefined || fields === undefined || typeof value["by"] !== "string") return undefined;
  const numbers = ["at", "serial", ...fields].map((name) => value[name]);
  if (!numbers.every((number) => Number.isInteger(number) && isWithin(number as number))) return undefined;
  if (value["kind"] === "claim" && value["urgency"] !== "question" && value["urgency"] !== "bulk") return undefined;
  return value["allowed"] === 0 ? undefined : (value as unknown as BudgetRecord);
}

function isWithin(number: number): boolean {
  return number >= 0 && number <= LARGEST_INSTANT;
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
