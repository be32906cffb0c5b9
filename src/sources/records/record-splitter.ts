import { ElementScanner } from "./element-scanner.ts";
import { findRecordStarts, hasSwallowedRecord } from "./find-record-starts.ts";
import { describeNonRecord, isEmptyResponse, parseElement } from "./parse-element.ts";
import type { Place, ReadRecord } from "./read-record.ts";
import { TextScanner } from "./text-scanner.ts";

export interface SplitterLimits {
  /** A record larger than this is refused; it bounds the memory. */
  readonly maxRecordBytes: number;
  /** How much further an element that is known to be broken is read in search of its end. */
  readonly maxBrokenBytes: number;
}

const MEBIBYTE = 1024 * 1024;
export const SPLITTER_LIMITS: SplitterLimits = { maxRecordBytes: 64 * MEBIBYTE, maxBrokenBytes: MEBIBYTE };

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d]);
const BYTE_ORDER_MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);

/** Bytes are looked at in steps of this size, because limits are checked between two steps. */
const WINDOW_BYTES = 256 * 1024;
/** How far back from its `[` the name of a list is looked for. */
const NAME_BYTES = 128;
const CONVERSATIONS = /(?<!\\)"conversations"\s*:\s*\[$/;
const NO_BYTES = Buffer.alloc(0);
/** What makes the tail of a response, such as `,"totalHits":2}`, an object of its own. */
const TAIL_HEAD = Buffer.from('{"":0');
const RUN_INTO = "it has no end before the next record begins";

/** Bytes to be looked at. */
interface Window {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Whether a record (or a line that is one) begins here for certain, so that an element still open is broken. */
  readonly cuts: "no" | "record" | "line";
}

/** What is being read. */
interface Element {
  /** An object, a list where an object belongs, any other text, or what follows the conversations of a response. */
  readonly kind: "object" | "list" | "text" | "tail";
  readonly line: number;
  readonly offset: number;
  /** Blanks in front of it when it is the first of its line. */
  readonly indent: number | undefined;
  /** Its bytes from earlier windows. */
  readonly pieces: Buffer[];
  size: number;
  maxSize: number;
  /** Already reported: only its end is of interest. */
  refused: boolean;
}

/**
 * Cuts bytes into conversation records: of one record, a list, responses (`{"conversations": […]}`) or one value a line.
 *
 * Every object is cut out by its brackets and handed to `JSON.parse`. An object that opens a list named `conversations`
 * is a response: its list is entered, so that a response of any size takes no more memory than its largest record. When
 * an element breaks (it doesn't parse, never ends, grows too large), its bytes are searched for beginnings of further
 * records, and those are read again from there, so that a broken record takes no other with it.
 */
export class RecordSplitter {
  readonly #origin: string;
  readonly #limits: SplitterLimits;
  readonly #scanner = new ElementScanner();
  readonly #textScanner = new TextScanner();
  readonly #found: ReadRecord[] = [];
  /** The last one is next: bytes to be read again go on top. */
  readonly #windows: Window[] = [];
  #bytes: Buffer = NO_BYTES;
  #at = 0;
  /** Of the window's first byte in the input. */
  #offset = 0;
  #received = 0;
  #records = 0;
  readonly #containers: ("list" | "response")[] = [];
  #element: Element | undefined;
  /** Where the element begins in the window; 0 when it began in an earlier one. */
  #from = 0;
  /** Blanks since the line's begin; `undefined` behind anything else. */
  #indent: number | undefined = 0;
  /** The line on which the top-level value at hand began. */
  #topLine = 1;
  /** The line of the last top-level value when it stood on one line: another below makes it one value a line. */
  #wholeLine: number | undefined;

  constructor(origin: string, limits: SplitterLimits = SPLITTER_LIMITS) {
    this.#origin = origin;
    this.#limits = limits;
  }

  /** Takes the next bytes, which must not change afterwards, and gives what they complete. */
  *push(chunk: Uint8Array): Generator<ReadRecord, void, undefined> {
    for (let from = 0; from < chunk.length; from += WINDOW_BYTES) {
      const length = Math.min(WINDOW_BYTES, chunk.length - from);
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset + from, length);
      this.#windows.push({ bytes, offset: this.#received, cuts: "no" });
      this.#received += length;
      yield* this.#readWindows();
    }
  }

  /** Gives what the end of the input completes or leaves broken; `why` tells of an end that was none of its own. */
  *end(why?: string): Generator<ReadRecord, void, undefined> {
    let told = false;
    while (this.#element !== undefined) {
      told = this.#endInside(this.#element, why ?? "the input ends inside it");
      yield* this.#found.splice(0);
      yield* this.#readWindows();
    }
    if (told) return;
    if (why !== undefined) this.#report(why, this.#here());
    else if (this.#containers.length > 0) this.#report("the input ends before its list of records does", this.#here());
    yield* this.#found.splice(0);
  }

  *#readWindows(): Generator<ReadRecord, void, undefined> {
    for (let window = this.#windows.pop(); window !== undefined; window = this.#windows.pop()) {
      this.#openWindow(window);
      while (this.#at < this.#bytes.length) {
        if (this.#element === undefined) this.#readBetween(this.#bytes[this.#at] ?? 0);
        else if (this.#element.kind === "text") this.#readText(this.#element);
        else this.#readElement(this.#element);
        if (this.#found.length > 0) yield* this.#found.splice(0);
      }
      this.#closeWindow();
      if (this.#found.length > 0) yield* this.#found.splice(0);
    }
  }

  #openWindow(window: Window): void {
    if (window.cuts !== "no" && this.#element !== undefined) this.#cutOff(this.#element);
    if (window.cuts === "line") this.#containers.length = 0;
    this.#bytes = window.bytes;
    this.#offset = window.offset;
    this.#at = 0;
    this.#from = 0;
  }

  /** Puts the window's part of an open element aside, and gives the element up when it grew too large. */
  #closeWindow(): void {
    const element = this.#element;
    const rest = this.#bytes.subarray(this.#from);
    this.#bytes = NO_BYTES;
    this.#at = 0;
    this.#from = 0;
    if (element === undefined || element.refused) return;
    element.pieces.push(rest);
    element.size += rest.length;
    if (this.#scanner.broken && element.kind !== "text") {
      element.maxSize = Math.min(element.maxSize, element.size + this.#limits.maxBrokenBytes);
    }
    if (element.size > element.maxSize) this.#refuse(element);
  }

  #readBetween(byte: number): void {
    if (byte === OPEN_OBJECT) this.#begin("object", byte);
    else if (byte === OPEN_LIST && this.#containers.length > 0) this.#begin("list", byte);
    else if (byte === OPEN_LIST) this.#enterList();
    else if (byte === CLOSE_LIST && this.#containers.length > 0) this.#leaveList();
    else if (!this.#skipBetween(byte)) this.#begin("text", byte);
  }

  #skipBetween(byte: number): boolean {
    if (byte === NEWLINE) {
      this.#scanner.line++;
      this.#indent = 0;
    } else if (BLANKS.has(byte)) {
      if (this.#indent !== undefined) this.#indent++;
    } else if (byte === COMMA) {
      this.#indent = undefined;
      // Files with a byte order mark each, one behind the other, have them between values.
    } else if (!BYTE_ORDER_MARK.has(byte) || this.#containers.length > 0) return false;
    this.#at++;
    return true;
  }

  #enterList(): void {
    this.#beginTopValue();
    this.#containers.push("list");
    this.#indent = undefined;
    this.#at++;
  }

  #leaveList(): void {
    const container = this.#containers.pop();
    this.#indent = undefined;
    this.#at++;
    if (container === "response") this.#begin("tail", OPEN_OBJECT);
    else this.#endTopValue();
  }

  #beginTopValue(): void {
    this.#topLine = this.#scanner.line;
    this.#scanner.stopsAtLines = this.#wholeLine !== undefined && this.#wholeLine < this.#topLine;
  }

  #endTopValue(): void {
    if (this.#containers.length > 0) return;
    this.#wholeLine = this.#topLine === this.#scanner.line ? this.#topLine : undefined;
  }

  #begin(kind: Element["kind"], opener: number): void {
    if (this.#containers.length === 0 && kind === "object") this.#beginTopValue();
    this.#element = {
      kind,
      line: this.#scanner.line,
      offset: this.#offset + this.#at,
      indent: this.#indent,
      pieces: [],
      size: 0,
      maxSize: this.#limits.maxRecordBytes,
      refused: false,
    };
    this.#from = this.#at;
    this.#indent = undefined;
    // What opens a tail is the `{` of its response, far behind.
    if (kind !== "tail") this.#at++;
    if (kind === "text") this.#textScanner.begin(opener, this.#containers.length > 0);
    else this.#scanner.begin(opener);
  }

  #readElement(element: Element): void {
    const scanner = this.#scanner;
    this.#at = scanner.scan(this.#bytes, this.#at);
    if (scanner.stop === "end") this.#finish(element);
    else if (scanner.stop === "list") this.#lookIntoList(element);
    else if (scanner.stop === "foreign") this.#meetForeignCloser(element);
    else if (scanner.stop === "line") this.#endAtLine(element);
  }

  #lookIntoList(element: Element): void {
    if (element.kind !== "object" || element.refused) return;
    let name = this.#bytes.toString("latin1", Math.max(this.#from, this.#at - NAME_BYTES), this.#at);
    for (let i = element.pieces.length - 1; i >= 0 && name.length < NAME_BYTES; i--) {
      name = (element.pieces[i] ?? NO_BYTES).toString("latin1") + name;
    }
    if (!CONVERSATIONS.test(name)) return;
    this.#element = undefined;
    this.#containers.push("response");
  }

  #meetForeignCloser(element: Element): void {
    if (element.kind === "tail" || this.#containers.length === 0) this.#at++;
    else this.#recover(element, "it has no end before its list's");
  }

  #endAtLine(element: Element): void {
    const readsAgain = this.#recover(element, "it has no end before its line's", "line");
    if (!readsAgain) this.#containers.length = 0;
  }

  #readText(element: Element): void {
    this.#at = this.#textScanner.scan(this.#bytes, this.#at);
    if (this.#at < this.#bytes.length) this.#finish(element);
  }

  #finish(element: Element): void {
    if (element.refused) {
      this.#leaveElement(element);
      return;
    }
    const bytes = this.#gather(element);
    const parsed = parseElement(element.kind === "tail" ? Buffer.concat([TAIL_HEAD, bytes]) : bytes);
    if ("reason" in parsed) this.#recover(element, parsed.reason);
    else if (element.kind === "object" && hasSwallowedRecord(parsed.value, bytes)) this.#recover(element, RUN_INTO);
    else {
      this.#leaveElement(element);
      if (element.kind === "object") this.#handOn(parsed.value, element);
      else if (element.kind !== "tail") this.#report(describeNonRecord(parsed.value), element);
    }
  }

  #leaveElement(element: Element): void {
    this.#element = undefined;
    if (element.kind !== "text") this.#endTopValue();
  }

  #handOn(value: unknown, element: Element): void {
    if (isEmptyResponse(value, this.#containers.length === 0)) return;
    this.#found.push({ kind: "record", value, place: this.#placeOf(element) });
  }

  /**
   * Reports an open element as broken and arranges for records that it ran into to be read again.
   * Returns whether there are any.
   */
  #recover(element: Element, reason: string, restCuts: Window["cuts"] = "no"): boolean {
    if (element.refused) {
      this.#leaveElement(element);
      return false;
    }
    const bytes = this.#gather(element);
    const starts = findRecordStarts(bytes, element.indent);
    const [first] = starts;
    this.#leaveElement(element);
    this.#report(first === undefined ? reason : RUN_INTO, element);
    if (first === undefined) return false;
    // A response's list that seemed to end has more records, so it did not.
    if (element.kind === "tail") this.#containers.push("response");
    this.#windows.push({ bytes: this.#bytes.subarray(this.#at), offset: this.#offset + this.#at, cuts: restCuts });
    for (const window of toWindows(bytes, element.offset, starts).reverse()) this.#windows.push(window);
    this.#bytes = NO_BYTES;
    this.#at = 0;
    this.#from = 0;
    this.#scanner.line = element.line + countLines(bytes.subarray(0, first));
    return true;
  }

  #cutOff(element: Element): void {
    this.#leaveElement(element);
    if (!element.refused) this.#report(RUN_INTO, element);
  }

  #refuse(element: Element): void {
    const broken = this.#scanner.broken || element.kind === "text";
    const reason = broken
      ? "it isn't valid JSON, and has no end in sight"
      : `it is larger than ${Math.floor(this.#limits.maxRecordBytes / MEBIBYTE)} MiB`;
    if (this.#recover(element, reason)) return;
    element.refused = true;
    element.pieces.length = 0;
    this.#element = element;
  }

  /** Returns whether the reason was reported, with nothing left to be read again. */
  #endInside(element: Element, reason: string): boolean {
    if (element.kind !== "text" && !element.refused) return !this.#recover(element, reason);
    this.#finish(element);
    return false;
  }

  #gather(element: Element): Buffer {
    const last = this.#bytes.subarray(this.#from, this.#at);
    return element.pieces.length === 0 ? last : Buffer.concat([...element.pieces, last]);
  }

  #report(reason: string, where: { line: number; offset: number }): void {
    this.#found.push({ kind: "problem", reason, place: this.#placeOf(where) });
  }

  #placeOf({ line, offset }: { line: number; offset: number }): Place {
    this.#records++;
    return { origin: this.#origin, line, record: this.#records, offset };
  }

  #here(): { line: number; offset: number } {
    return { line: this.#scanner.line, offset: this.#received };
  }
}

function toWindows(bytes: Buffer, offset: number, starts: readonly number[]): Window[] {
  return starts.map((start, index) => ({
    bytes: bytes.subarray(start, starts[index + 1]),
    offset: offset + start,
    cuts: "record",
  }));
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
