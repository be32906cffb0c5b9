import { createHmac } from "node:crypto";
import { isMarkedAddress, toBareAddress } from "../address-forms.ts";

/** A value that has been hashed: `hash:` and 132 bits of an HMAC-SHA-256. */
const HASHED = /^hash:[\w-]{22}$/;

/** Hashing is dear beside the rest, and a store meets the same numbers of its own all day. */
const REMEMBERED = 10_000;

/** How a text hashes, with one local key: equal texts alike, so that joins and counts still work. */
export type ValueHash = (text: string) => string;

export function isHashed(value: unknown): boolean {
  return typeof value === "string" && HASHED.test(value);
}

export function createValueHash(key: Uint8Array): ValueHash {
  const known = new Map<string, string>();
  return (text) => {
    let hashed = known.get(text);
    if (hashed === undefined) {
      hashed = `hash:${createHmac("sha256", key).update(text).digest("base64url").slice(0, 22)}`;
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, hashed);
    }
    return hashed;
  };
}

/** An address or a name as a store that hashes it holds it, whichever of its forms was written: what to compare with there. */
export function protectAddress(value: string, key: Uint8Array): string {
  return hashAddress(createValueHash(key), value);
}

/** The value of an attribute, an id or a note as a store that hashes it holds it. */
export function protectText(value: string, key: Uint8Array): string {
  return hashText(createValueHash(key), value);
}

/** Hashed once is hashed; nothing is nothing, which needs no hiding. */
export function hashAddress(hash: ValueHash, value: string): string {
  const bare = toBareAddress(value);
  return bare === "" || isHashed(value) ? value : hash(bare);
}

export function hashText(hash: ValueHash, value: string): string {
  if (isMarkedAddress(value)) return hashAddress(hash, value);
  return value === "" || isHashed(value) ? value : hash(value);
}
