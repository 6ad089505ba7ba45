import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { usageFailure } from "../client/failure.ts";

type Bytes = AsyncIterable<Uint8Array>;

/** What is looked at to say what a file seems to be; bytes. */
const HEAD = 512;
/** Enough to see how it is packed: whoever types, or pipes slowly, is not waited for. Bytes. */
const ENOUGH = 4;

/** Bytes whose beginning has been looked at, and is still in them. */
interface Opened {
  readonly head: Buffer;
  readonly bytes: Bytes;
}

/** The text of a file, as UTF-8. */
export interface Unpacked extends Opened {
  /** False where it was compressed or encoded otherwise. */
  readonly asItWas: boolean;
}

/** Reads the beginning and gives it back with the rest. */
async function opened(chunks: Bytes): Promise<Opened> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < ENOUGH) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* first;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(first).subarray(0, HEAD), bytes: all() };
}

/**
 * The UTF-8 inside a file: gzip is opened, UTF-16 (by its byte order mark or its zeros) is converted, a byte order mark
 * is dropped. Everything else is left as it is.
 */
export async function unpacked(chunks: Bytes): Promise<Unpacked> {
  const { head, bytes } = await opened(chunks);
  if (head[0] === 0x1f && head[1] === 0x8b) return { ...(await unpacked(gunzipped(bytes))), asItWas: false };
  const wide = wideEncoding(head);
  if (wide !== null) return { ...(await opened(reencoded(bytes, wide))), asItWas: false };
  return head.subarray(0, 3).equals(Buffer.from("\uFEFF"))
    ? { head: head.subarray(3), bytes: without(bytes, 3), asItWas: true }
    : { head, bytes, asItWas: true };
}

async function* gunzipped(bytes: Bytes): Bytes {
  try {
    yield* Readable.from(bytes).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw usageFailure(`The gzip file is damaged or cut off: ${error.message}.`, "Try `gzip -t FILE`.");
    throw error;
  }
}

/** By its mark, else by the zeros that ASCII has there: what is imported begins with brackets and names. */
function wideEncoding(head: Buffer): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = (from: number): boolean => head.length >= 4 && [0, 2].every((at) => head[from + at] === 0 && head[1 - from + at] !== 0);
  return zeros(1) ? "utf-16le" : zeros(0) ? "utf-16be" : null;
}

async function* reencoded(bytes: Bytes, encoding: string): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError)
      throw usageFailure(`The file looks like ${encoding.toUpperCase()}, and is damaged.`, "Convert it with `iconv -t UTF-8`.");
    throw error;
  }
}

async function* without(bytes: Bytes, count: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = count;
  for await (const chunk of bytes) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
