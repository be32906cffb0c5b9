const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;

/** Finds the end of what is neither object nor list: a number, a string, or what isn't JSON at all. */
export class TextScanner {
  #inList = false;
  #inQuotes = false;
  #escaped = false;

  /** Starts a text whose first byte is in front of what will be scanned. */
  begin(first: number, inList: boolean): void {
    this.#inList = inList;
    this.#inQuotes = first === QUOTE;
    this.#escaped = false;
  }

  /** The position where the text ends, which is where a record may begin or its list go on; the length if it doesn't. */
  scan(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      // No string goes beyond its line, so a lost quote does no harm beyond it either.
      if (byte === NEWLINE) this.#inQuotes = false;
      if (this.#inQuotes) this.#readQuoted(byte);
      else if (this.#isEnd(byte)) return at;
      else this.#inQuotes = byte === QUOTE;
    }
    return bytes.length;
  }

  #readQuoted(byte: number): void {
    this.#inQuotes = this.#escaped || byte !== QUOTE;
    this.#escaped = !this.#escaped && byte === BACKSLASH;
  }

  #isEnd(byte: number): boolean {
    if (byte === NEWLINE || byte === OPEN_OBJECT || byte === OPEN_LIST) return true;
    return this.#inList && (byte === COMMA || byte === CLOSE_LIST);
  }
}
