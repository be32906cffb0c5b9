/**
 * What a value of plain data is. Flags are told by their kind alone; of numbers, small ones and those near the base (both whole)
 * fit in a word.
 */
export type Kind = "small" | "near" | "number" | "text" | "object" | "list" | "true" | "false" | "undefined";

export interface Field {
  readonly key: string;
  readonly kind: Kind;
}

export function kindOf(value: unknown, base: number): Kind {
  switch (typeof value) {
    case "number":
      if (!Number.isInteger(value) || Object.is(value, -0)) return "number";
      return isWord(value) ? "small" : isWord(value - base) ? "near" : "number";
    case "string":
      return "text";
    case "object":
      if (value === null) break;
      return Array.isArray(value) ? "list" : "object";
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return "undefined";
    case "bigint":
    case "function":
    case "symbol":
  }
  throw new TypeError(`not plain data: ${String(value)}`);
}

function isWord(value: number): boolean {
  return (value | 0) === value;
}

/** The shapes that were met, by number; each is another one with one more field. */
export class ObjectShapes {
  readonly list: Shape[] = [];
  readonly empty: Shape = this.add([]);

  add(fields: readonly Field[]): Shape {
    const shape = new Shape(this.list.length, fields);
    this.list.push(shape);
    return shape;
  }
}

/** The fields of an object, in their order. */
export class Shape {
  readonly number: number;
  readonly fields: readonly Field[];
  readonly #longer: Shape[] = [];

  constructor(number: number, fields: readonly Field[]) {
    this.number = number;
    this.fields = fields;
  }

  /** The shape with one more field. */
  with(key: string, kind: Kind, shapes: ObjectShapes): Shape {
    // Few ways go on from each shape, and the first is nearly always the one: quicker walked than looked up.
    for (const longer of this.#longer) {
      const last = longer.fields[this.fields.length];
      if (last !== undefined && last.kind === kind && last.key === key) return longer;
    }
    const longer = shapes.add([...this.fields, { key, kind }]);
    this.#longer.push(longer);
    return longer;
  }
}
