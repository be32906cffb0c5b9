import { FIRST_NAMES, LAST_NAMES } from "./names.ts";
import type { Random } from "./random.ts";

export interface Customer {
  readonly name: string;
  /** E.164, of a range that is reserved for fiction. */
  readonly phone: string;
  readonly email: string;
  /** A small number that stands for the external contact. */
  readonly contact: number;
}

export function inventContact(random: Random): number {
  return random.integer(1_000, 9_999);
}

let latest: Customer | undefined;

/** Each session of a record asks again: mostly it is the same as before. */
export function toCustomer(contact: number): Customer {
  if (latest?.contact !== contact) latest = describe(contact);
  return latest;
}

function describe(contact: number): Customer {
  const first = FIRST_NAMES[(contact * 7) % FIRST_NAMES.length] ?? "";
  const last = LAST_NAMES[Math.floor(contact / 7) % LAST_NAMES.length] ?? "";
  return {
    name: `${first} ${last}`,
    // +1 555 0100 and on is what telephone companies keep free for fiction.
    phone: `+1555010${contact}`,
    email: `${first}.${last}.${contact}@example.com`.toLowerCase(),
    contact,
  };
}
