/** The bytes of a source, unpacked where they are gzip: by their first bytes, not by the name. */
import { Readable } from "node:stream";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import type { Source } from "./source";

/** Bytes of an unpacked piece. */
const PIECE = 1 << 20;
/** Bytes that are unpacked in one go, which is quicker for the many small files of a trail. */
const AT_ONCE = 4 * PIECE;
/** Bytes that are unpacked of damaged data at most. */
const MOST_OF_DAMAGED = 64 * PIECE;

/**
 * Yields what a source holds, piece by piece.
 * @param stored its bytes as stored
 * @throws when it cannot be read, or when its gzip data is damaged: then what came before has been yielded
 */
export async function* plainBytes(stored: ReturnType<Source["read"]>): AsyncGenerator<Buffer> {
  if (stored instanceof Promise) {
    const whole = asBuffer(await stored);
    const unpacked = isGzip(whole) ? unpackedAtOnce(whole) : whole;
    if (unpacked === undefined) yield* unpackedWhole(whole);
    else yield unpacked;
    return;
  }
  const pieces = stored[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  const rest = { [Symbol.asyncIterator]: () => pieces };
  const whole = chained(asBuffer(first.value), rest);
  yield* isGzip(asBuffer(first.value)) ? unpackedStream(whole) : whole;
}

/** Undefined where the data is damaged, or too large to be held whole. */
function unpackedAtOnce(packed: Buffer): Buffer | undefined {
  try {
    // The last four bytes tell the size of what was packed, where it was packed in one go.
    const size = packed.readUInt32LE(packed.length - 4) + 1;
    if (size > AT_ONCE) return undefined;
    return gunzipSync(packed, { chunkSize: Math.max(size, 1024), maxOutputLength: AT_ONCE });
  } catch {
    return undefined;
  }
}

/** All of what can be unpacked before the damage: of a damaged stream, its last pieces are lost. */
async function* unpackedWhole(packed: Buffer): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const piece of unpackedStream([packed])) {
      bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    yield soundPart(packed).subarray(bytes);
    throw error;
  }
}

/** What the longest begin of damaged data unpacks to, which is found by halving. */
function soundPart(packed: Buffer): Buffer {
  let sound: Buffer = Buffer.alloc(0);
  let [good, bad] = [0, packed.length + 1];
  while (bad - good > 1) {
    const middle = good === 0 && bad > packed.length ? packed.length : Math.floor((good + bad) / 2);
    try {
      sound = gunzipSync(packed.subarray(0, middle), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: MOST_OF_DAMAGED,
      });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return sound;
}

async function* unpackedStream(packed: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacker = createGunzip({ chunkSize: PIECE });
  const stored = Readable.from(packed);
  stored.on("error", (error) => unpacker.destroy(error));
  stored.pipe(unpacker);
  for await (const piece of unpacker) yield piece as Buffer;
}

async function* chained(first: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  yield first;
  for await (const piece of rest) yield asBuffer(piece);
}

/** No JSON begins with gzip's first byte, and a stream may begin with a piece that has no second one. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
