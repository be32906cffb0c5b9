import { finished } from "node:stream/promises";
import { createGunzip, type Gunzip } from "node:zlib";

/** Enough to know an encoding by. */
const HEAD_BYTES = 4;
/** Deflate gives up to a thousand bytes for one: small steps keep what comes out of one of them small. */
const GZIP_STEP_BYTES = 64 * 1024;

const GZIP = [0x1f, 0x8b];

const REFUSED: readonly { readonly starts: readonly (number | undefined)[]; readonly reason: string }[] = [
  { starts: [0xff, 0xfe], reason: utf16("UTF-16LE") },
  { starts: [0xfe, 0xff], reason: utf16("UTF-16BE") },
  { starts: [0x7b, 0x00], reason: utf16("UTF-16LE") },
  { starts: [0x5b, 0x00], reason: utf16("UTF-16LE") },
  { starts: [0x00, 0x7b], reason: utf16("UTF-16BE") },
  { starts: [0x00, 0x5b], reason: utf16("UTF-16BE") },
  { starts: [0x50, 0x4b, 0x03, 0x04], reason: "the input is a zip archive: unpack it first" },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], reason: "the input is compressed with zstd: decompress it first (zstd -dc)" },
  { starts: [0x42, 0x5a, 0x68], reason: "the input is compressed with bzip2: decompress it first (bzip2 -dc)" },
  { starts: [0xfd, 0x37, 0x7a, 0x58], reason: "the input is compressed with xz: decompress it first (xz -dc)" },
  { starts: [0x50, 0x41, 0x52, 0x31], reason: "the input is a Parquet file, not JSON" },
];

function utf16(name: string): string {
  return `the input is ${name}, and JSON is UTF-8: convert it first (iconv -f ${name} -t UTF-8)`;
}

/** Why an input that begins with these bytes can't be read; `undefined` when nothing speaks against it. */
export function refuseEncoding(head: Uint8Array): string | undefined {
  return REFUSED.find(({ starts }) => startsWith(head, starts))?.reason;
}

export interface EncodedInput {
  /** The first bytes, decompressed; fewer than four when there are no more. */
  readonly head: Uint8Array;
  /** All of the bytes, decompressed, those of the head included. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** After the last byte: what was wrong with the compressed data, if anything. */
  damage(): string | undefined;
}

/** Looks at an input's first bytes and decompresses it when they are gzip's. */
export async function openEncodedInput(input: AsyncIterable<Uint8Array>): Promise<EncodedInput> {
  const raw = await peek(input);
  if (!startsWith(raw.head, GZIP)) return { ...raw, damage: () => undefined };
  let damage: string | undefined;
  const unpacked = await peek(
    gunzip(raw.bytes, (reason) => {
      damage = reason;
    }),
  );
  return { ...unpacked, damage: () => damage };
}

function startsWith(head: Uint8Array, starts: readonly (number | undefined)[]): boolean {
  return starts.every((byte, index) => head[index] === byte);
}

async function peek(input: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; bytes: AsyncIterable<Uint8Array> }> {
  const iterator = input[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), bytes: resume(first, iterator) };
}

async function* resume(
  first: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  } finally {
    // A consumer that stops among the first chunks would otherwise leave the input open.
    await iterator.return?.();
  }
}

/**
 * The decompressed bytes of a gzip stream of one or more members. What could be decompressed before the data turned out
 * damaged or cut off is given first; piping would throw it away.
 */
async function* gunzip(
  input: AsyncIterable<Uint8Array>,
  onDamage: (reason: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGunzip({ chunkSize: GZIP_STEP_BYTES });
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  stream.on("data", (chunk: Uint8Array) => ready.push(chunk));
  stream.on("error", (error) => {
    failure = error;
  });
  try {
    for await (const chunk of input) {
      for (let from = 0; from < chunk.length && failure === undefined; from += GZIP_STEP_BYTES) {
        await write(stream, chunk.subarray(from, from + GZIP_STEP_BYTES));
        yield* ready.splice(0);
      }
      if (failure !== undefined) break;
    }
    if (failure === undefined) await finish(stream);
    yield* ready.splice(0);
    if (failure !== undefined) onDamage(`the gzip data is damaged or cut off (${failure.message})`);
  } finally {
    stream.destroy();
  }
}

/** Resolves when the bytes are decompressed, and also when they can't be: the error event tells. */
function write(stream: Gunzip, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => stream.write(bytes, () => resolve()));
}

async function finish(stream: Gunzip): Promise<void> {
  stream.end();
  // What goes wrong here is told by the error event, too.
  await finished(stream).catch(() => {});
}
