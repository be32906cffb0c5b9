import { createHmac } from "node:crypto";
import { isMarkedAddress, toBareAddress } from "../address-forms.ts";
import { rememberAnswers } from "./remember-answers.ts";

/** A value that has been hashed: `hash:` and 132 bits of an HMAC-SHA-256. */
const HASHED = /^hash:[\w-]{22}$/;

/** How values hash, with one local key: equal ones alike, so that joins and counts still work. */
export interface ValueHash {
  /** An address or a name, whichever of its forms was written. */
  address(value: string): string;
  /** Any other text, by every letter; an address among them as elsewhere. */
  text(value: string): string;
}

export function isHashed(value: string): boolean {
  return HASHED.test(value);
}

export function createValueHash(key: Uint8Array): ValueHash {
  const hash = (text: string) => `hash:${createHmac("sha256", key).update(text).digest("base64url").slice(0, 22)}`;
  // Hashed once is hashed; nothing is nothing, which needs no hiding.
  const address = (value: string) => {
    const bare = toBareAddress(value);
    return bare === "" || isHashed(value) ? value : hash(bare);
  };
  const text = (value: string) => {
    if (isMarkedAddress(value)) return address(value);
    return value === "" || isHashed(value) ? value : hash(value);
  };
  return { address: rememberAnswers(address), text: rememberAnswers(text) };
}

/** An address or a name as a store that hashes it holds it: what to compare with there. */
export function protectAddress(value: string, key: Uint8Array): string {
  return createValueHash(key).address(value);
}

/** The value of an attribute, an id or a note as a store that hashes it holds it. */
export function protectText(value: string, key: Uint8Array): string {
  return createValueHash(key).text(value);
}
