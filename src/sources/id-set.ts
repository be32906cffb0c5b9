/** Ids seen so far. */
export interface IdSet {
  /** Whether the id is new; from now on it is not. */
  add(id: string): boolean;
  /** Empties it, keeping its memory for the next use. */
  clear(): void;
}

const SLOT_WORDS = 4;
const FIRST_SLOTS = 1 << 12;

/**
 * A set of UUIDs in 16 bytes each, exact. A hundred thousand ids as strings in a `Set` cost some 12 MB that the garbage
 * collector carries from window to window; here they are words in one array that is used again.
 *
 * Open addressing: a UUID is its own hash. Ids that are no UUIDs, and the nil UUID that marks free slots, are kept aside.
 */
export function createIdSet(): IdSet {
  let slots = new Uint32Array(FIRST_SLOTS * SLOT_WORDS);
  let size = 0;
  const others = new Set<string>();
  const words = new Uint32Array(SLOT_WORDS);

  const addOther = (id: string): boolean => {
    const before = others.size;
    return others.add(id).size > before;
  };

  const grow = () => {
    const old = slots;
    slots = new Uint32Array(old.length * 2);
    for (let start = 0; start < old.length; start += SLOT_WORDS) {
      if (isFree(old, start)) continue;
      for (let word = 0; word < SLOT_WORDS; word++) words[word] = old[start + word] ?? 0;
      slots.set(words, findSlot(slots, words).start);
    }
  };

  return {
    add(id) {
      if (!parseUuid(id, words)) return addOther(id);
      const { start, found } = findSlot(slots, words);
      if (found) return false;
      slots.set(words, start);
      size += 1;
      // Half full at the most: probing stays short.
      if (size * SLOT_WORDS * 2 > slots.length) grow();
      return true;
    },
    clear() {
      slots.fill(0);
      size = 0;
      others.clear();
    },
  };
}

function findSlot(slots: Uint32Array, words: Uint32Array): { start: number; found: boolean } {
  const mask = slots.length / SLOT_WORDS - 1;
  const hash = ((words[0] ?? 0) ^ (words[3] ?? 0)) >>> 0;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const start = slot * SLOT_WORDS;
    if (isFree(slots, start)) return { start, found: false };
    if (isSame(slots, start, words)) return { start, found: true };
  }
}

function isFree(slots: Uint32Array, start: number): boolean {
  return slots[start] === 0 && slots[start + 1] === 0 && slots[start + 2] === 0 && slots[start + 3] === 0;
}

function isSame(slots: Uint32Array, start: number, words: Uint32Array): boolean {
  for (let word = 0; word < SLOT_WORDS; word++) if (slots[start + word] !== words[word]) return false;
  return true;
}

/** Reads a lower-case UUID into four words; false for anything else, the nil UUID included. */
function parseUuid(id: string, words: Uint32Array): boolean {
  if (id.length !== 36) return false;
  words.fill(0);
  let digit = 0;
  for (let index = 0; index < 36; index++) {
    const code = id.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== 45) return false;
      continue;
    }
    const value = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
    if (value < 0) return false;
    const word = digit >> 3;
    words[word] = ((words[word] ?? 0) << 4) | value;
    digit += 1;
  }
  return !isFree(words, 0);
}
