/**
 * Writes protobuf fields into one buffer. Used for the few messages of which there are very many; everything else
 * goes through the generated classes.
 */
export class ProtobufWriter {
  readonly #buffer: Buffer;
  #at = 0;

  /** @param capacity Upper bound of the bytes to come. */
  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** What was written. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** A bytes field, or the bytes of a nested message. */
  bytes(field: number, value: Uint8Array): this {
    this.#header(field, 2);
    this.#varint(value.byteLength);
    this.#buffer.set(value, this.#at);
    this.#at += value.byteLength;
    return this;
  }

  /** A string field. */
  text(field: number, value: string): this {
    this.#header(field, 2);
    this.#varint(Buffer.byteLength(value));
    this.#at += this.#buffer.write(value, this.#at);
    return this;
  }

  /** An unsigned integer field, up to 2^53. */
  integer(field: number, value: number): this {
    this.#header(field, 0);
    this.#varint(value);
    return this;
  }

  /** An unsigned 64-bit field beyond what a number holds. */
  wide(field: number, value: bigint): this {
    this.#header(field, 0);
    let rest = value;
    while (rest > 127n) {
      this.#byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
    return this;
  }

  /** Starts a nested message of `length` bytes, whose fields come next. */
  nested(field: number, length: number): this {
    this.#header(field, 2);
    this.#varint(length);
    return this;
  }

  #header(field: number, type: number): void {
    this.#byte((field << 3) | type);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#buffer[this.#at] = value;
    this.#at += 1;
  }
}

/** Bytes that an unsigned integer takes as a varint. */
export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length += 1;
  return length;
}
