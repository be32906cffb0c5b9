/** Why a scan came to a halt. */
export type ScanStop =
  /** The bytes ran out inside the element. */
  | "more"
  /** The element is complete; the position is the byte after it. */
  | "end"
  /** A `]` that closes nothing of the element, so it must be its container's; the position is that byte. */
  | "foreign"
  /** A `[` was opened directly in the element's object; the position is the byte after it. */
  | "list"
  /** A line ended inside the element and the next one begins with `{`; the position is that `{`. */
  | "line";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const PLAIN = 0;
const ALIEN = 1;

/** Outside strings: 0 for what may stand there in JSON, 1 for what may not, else the byte itself where it has a meaning. */
const OUTSIDE = new Uint8Array(256).fill(ALIEN);
for (const byte of Buffer.from(" \t\r,:+-.0123456789eEtrufalsn")) OUTSIDE[byte] = PLAIN;
for (const byte of [NEWLINE, QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) OUTSIDE[byte] = byte;

const INSIDE_STRING = new Uint8Array(256);
for (const byte of [NEWLINE, QUOTE, BACKSLASH]) INSIDE_STRING[byte] = byte;

/** Deeper than this, closers are only counted, not matched with their openers. */
const MATCHED_DEPTH = 4_096;

/**
 * Finds where a JSON object or list ends, over bytes that arrive in pieces, by bracket depth and string state alone.
 * It doesn't judge: `JSON.parse` does, on the text that this cuts out. What it notices in passing is in `broken`.
 */
export class ElementScanner {
  /** The line of the byte at hand, 1-based; whoever reads bytes between elements counts on here. */
  line = 1;
  /** Whether `scan` stops at a line that begins with `{`: for input of one value a line, where it is the next value. */
  stopsAtLines = false;
  /** Something was seen that no valid JSON has: the depth isn't to be trusted any more. */
  broken = false;
  stop: ScanStop = "more";
  #openers = new Uint8Array(MATCHED_DEPTH);
  #depth = 0;
  #inString = false;
  #escaped = false;
  #afterNewline = false;

  /** Starts an element whose opener is in front of the first byte to be scanned. */
  begin(opener: number): void {
    this.broken = false;
    this.#openers[0] = opener;
    this.#depth = 1;
    this.#inString = false;
    this.#escaped = false;
    this.#afterNewline = false;
  }

  /** Scans on from a position and says in `stop` why it came to a halt at the position returned. */
  scan(bytes: Uint8Array, from: number): number {
    this.stop = "more";
    if (this.#afterNewline && from < bytes.length && this.#isNextLine(bytes, from)) return from;
    let at = from;
    while (at < bytes.length && this.stop === "more") {
      at = this.#inString ? this.#scanString(bytes, at) : this.#scanOutside(bytes, at);
    }
    return at;
  }

  #scanString(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    let at = this.#escaped && bytes[from] !== NEWLINE ? from + 1 : from;
    this.#escaped = false;
    for (; at < end; at++) {
      const byte = INSIDE_STRING[bytes[at] ?? 0];
      if (byte === PLAIN) continue;
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      // An input cut off right after a backslash must not hide its line's end.
      if (byte === BACKSLASH) at += bytes[at + 1] === NEWLINE ? 0 : 1;
      else if (this.#endLine(bytes, at + 1, true)) return at + 1;
    }
    // One past the end: the last byte was a backslash, and what it escapes is in the next piece.
    this.#escaped = at > end;
    return end;
  }

  #scanOutside(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    for (let at = from; at < end; at++) {
      const byte = OUTSIDE[bytes[at] ?? 0];
      if (byte === PLAIN) continue;
      if (byte === QUOTE) {
        this.#inString = true;
        return at + 1;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (this.#open(byte)) return at + 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (this.#close(byte)) return this.stop === "foreign" ? at : at + 1;
      } else if (byte === ALIEN) this.broken = true;
      else if (this.#endLine(bytes, at + 1, false)) return at + 1;
    }
    return end;
  }

  /** True where the caller must look: a list right inside the element may be the `conversations` of a response. */
  #open(opener: number): boolean {
    this.#openers[this.#depth] = opener;
    this.#depth++;
    if (opener !== OPEN_LIST || this.#depth !== 2 || this.#openers[0] !== OPEN_OBJECT) return false;
    this.stop = "list";
    return true;
  }

  #close(closer: number): boolean {
    const opener = closer === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT;
    if (this.#depth > MATCHED_DEPTH || this.#openers[this.#depth - 1] === opener) this.#depth--;
    else if (!this.#closeUnmatched(opener)) return this.stop === "foreign";
    if (this.#depth === 0) this.stop = "end";
    return this.#depth === 0;
  }

  /** A closer of the wrong kind closes what it can reach: closers were forgotten in between. */
  #closeUnmatched(opener: number): boolean {
    this.broken = true;
    const reachable = this.#openers.lastIndexOf(opener, this.#depth - 1);
    if (reachable >= 0) this.#depth = reachable;
    else if (opener === OPEN_LIST) this.stop = "foreign";
    return reachable >= 0;
  }

  #endLine(bytes: Uint8Array, next: number, inString: boolean): boolean {
    this.line++;
    // A string can't hold a line's end.
    if (inString) this.broken = true;
    if (!this.stopsAtLines) return false;
    if (next === bytes.length) this.#afterNewline = true;
    return next < bytes.length && this.#isNextLine(bytes, next);
  }

  #isNextLine(bytes: Uint8Array, at: number): boolean {
    this.#afterNewline = false;
    if (bytes[at] !== OPEN_OBJECT) return false;
    this.stop = "line";
    return true;
  }
}
