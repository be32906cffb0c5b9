/** Where in an input a record stands. */
export interface Place {
  /** The input's name: a file as given, or `stdin`. */
  readonly origin: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; records and what stands where one belongs are counted alike. */
  readonly record: number;
  /** Bytes in front of it, after decompression. */
  readonly offset: number;
}

/** One conversation record as parsed, not yet judged; or what stands in the place of one, and why it is none. */
export type ReadRecord =
  | { readonly kind: "record"; readonly value: unknown; readonly place: Place }
  | { readonly kind: "problem"; readonly reason: string; readonly place: Place };

/** A place in words: `calls.json, line 3, record 17, byte 20480`. */
export function describePlace(place: Place): string {
  return `${place.origin}, line ${place.line}, record ${place.record}, byte ${place.offset}`;
}
