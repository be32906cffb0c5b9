import { type Field, type Kind, kindOf, ObjectShapes, type Shape } from "./object-shapes.ts";

/** Many objects as a row of numbers: as objects they would take six times as much, and all of it walked by the collector. */
export interface PackedObjects {
  readonly words: Int32Array;
  /** Where each object begins. */
  readonly offsets: Uint32Array;
  /** From which each object's instants are counted. */
  readonly bases: Float64Array;
}

/**
 * Packs plain data (numbers, texts, flags, lists and objects of them) of whatever fields: an object is the number of its shape,
 * then its values. Shapes and texts are learned on the way, and shared by all that one packer has packed.
 */
export class ObjectPacker {
  readonly #shapes = new ObjectShapes();
  readonly #texts: string[] = [];
  readonly #textNumbers = new Map<string, number>();
  #words = new Int32Array(1 << 16);
  #length = 0;
  #base = 0;

  /** Numbers close to an object's base take half the room of others. */
  pack<Item extends object>(objects: readonly Item[], toBase: (object: Item) => number): PackedObjects {
    this.#length = 0;
    const bases = Float64Array.from(objects, toBase);
    const offsets = Uint32Array.from(objects, (one, index) => {
      const offset = this.#length;
      this.#base = bases[index] ?? 0;
      this.#writeObject(one);
      return offset;
    });
    return { words: this.#words.slice(0, this.#length), offsets, bases };
  }

  /** A copy of one of the objects. */
  unpack({ words, offsets, bases }: PackedObjects, index: number): unknown {
    const [offset, base] = [offsets[index], bases[index]];
    if (offset === undefined || base === undefined) throw new RangeError(`nothing was packed as number ${index}`);
    return new Reading(this.#shapes.list, this.#texts, words, offset, base).object();
  }

  #write(word: number): void {
    if (this.#length === this.#words.length) {
      const larger = new Int32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#length++] = word;
  }

  #writeObject(value: object): void {
    const place = this.#length;
    this.#write(0);
    let shape = this.#shapes.empty;
    for (const key in value) {
      const member: unknown = value[key as keyof typeof value];
      shape = shape.with(key, this.#writeValue(member), this.#shapes);
    }
    this.#words[place] = shape.number;
  }

  /** A list stands as an object does, with its items for values. */
  #writeList(items: readonly unknown[]): void {
    const place = this.#length;
    this.#write(0);
    let shape = this.#shapes.empty;
    for (const item of items) shape = shape.with("", this.#writeValue(item), this.#shapes);
    this.#words[place] = shape.number;
  }

  #writeValue(value: unknown): Kind {
    const kind = kindOf(value, this.#base);
    if (kind === "small") this.#write(value as number);
    else if (kind === "near") this.#write((value as number) - this.#base);
    else if (kind === "number") this.#writeFloat(value as number);
    else if (kind === "text") this.#write(this.#toNumber(value as string));
    else if (kind === "object") this.#writeObject(value as object);
    else if (kind === "list") this.#writeList(value as readonly unknown[]);
    return kind;
  }

  #writeFloat(value: number): void {
    FLOAT[0] = value;
    this.#write(HALVES[0] ?? 0);
    this.#write(HALVES[1] ?? 0);
  }

  #toNumber(text: string): number {
    let number = this.#textNumbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#textNumbers.set(text, number);
    }
    return number;
  }
}

/** Eight bytes, seen as a number and as two words. */
const FLOAT = new Float64Array(1);
const HALVES = new Int32Array(FLOAT.buffer);

class Reading {
  readonly #shapes: readonly Shape[];
  readonly #texts: readonly string[];
  readonly #words: Int32Array;
  readonly #base: number;
  #at: number;

  constructor(shapes: readonly Shape[], texts: readonly string[], words: Int32Array, at: number, base: number) {
    this.#shapes = shapes;
    this.#texts = texts;
    this.#words = words;
    this.#at = at;
    this.#base = base;
  }

  object(): object {
    const read: Record<string, unknown> = {};
    for (const { key, kind } of this.#fields()) read[key] = this.#value(kind);
    return read;
  }

  #fields(): readonly Field[] {
    return this.#shapes[this.#word()]?.fields ?? [];
  }

  #word(): number {
    return this.#words[this.#at++] ?? 0;
  }

  #value(kind: Kind): unknown {
    switch (kind) {
      case "small":
        return this.#word();
      case "near":
        return this.#base + this.#word();
      case "number":
        HALVES[0] = this.#word();
        HALVES[1] = this.#word();
        return FLOAT[0];
      case "text":
        return this.#texts[this.#word()];
      case "object":
        return this.object();
      case "list":
        return this.#fields().map((field) => this.#value(field.kind));
      case "true":
        return true;
      case "false":
        return false;
      case "undefined":
        return undefined;
    }
  }
}
