import { isAddress, isSameAddress } from "../model/address-forms.ts";
import type { Store } from "../store/store.ts";

/** How what was asked to be forgotten stands in a store: as it is, and as the store's key hashes it. */
export interface Forgettable {
  readonly asked: string;
  readonly hashed: string | null;
}

/** The conversation of that id, or those in which the address stands anywhere, in any version. */
export async function findConversations(
  store: Store,
  { asked, hashed }: Forgettable,
  progress: (text: string) => void = () => {},
  signal?: AbortSignal,
): Promise<string[]> {
  if ((await store.one(asked)) !== null) return [asked];
  const found = new Set<string>();
  let searched = 0;
  // The last digits, or the name of a mailbox, whatever form the address has there: what has them is looked into.
  for await (const run of store.search(toNeedles(asked, hashed), signal)) {
    searched += run.length;
    progress(`${searched} conversations looked into`);
    for (const record of run) if (mentions(record, asked, hashed)) found.add(record.conversationId);
  }
  return [...found];
}

const DIGITS = 6;

function toNeedles(asked: string, hashed: string | null): string[] {
  const digits = asked.replace(/\D/g, "");
  const isNumber = isAddress(asked) && !asked.includes("@") && digits.length >= DIGITS;
  const plain = isNumber ? digits.slice(-DIGITS) : (asked.split("@")[0] ?? asked);
  return [plain.toLowerCase(), ...(hashed === null ? [] : [hashed.toLowerCase()])];
}

function mentions(value: unknown, asked: string, hashed: string | null): boolean {
  if (typeof value === "string") return value === hashed || value === asked || isSameAddress(value, asked);
  if (Array.isArray(value)) return value.some((one) => mentions(one, asked, hashed));
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((one) => mentions(one, asked, hashed));
}
