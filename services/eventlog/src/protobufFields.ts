/** Bytes of a length that is written before it is known: four hold 256 MB. Zeros in front are allowed in a varint. */
const LENGTH_BYTES = 4;

/**
 * Fields of protobuf messages, one behind the other into one buffer: the package's own writer makes a writer and an array of numbers for
 * each message, and a notification of twenty alerts has a thousand of them, one in the other.
 */
export class ProtobufFields {
  #bytes = Buffer.allocUnsafe(16_384);
  #at = 0;

  /** What was written. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  text(field: number, value: string): this {
    this.#header(field, 2);
    // So many at most, in UTF-8.
    this.#room(value.length * 3 + LENGTH_BYTES);
    return this.#sized(() => { this.#at += this.#bytes.write(value, this.#at); });
  }

  /** A message within the message. */
  message(field: number, write: () => void): this {
    this.#header(field, 2);
    return this.#sized(write);
  }

  /** A whole number from 0 on, an enumeration's or a bool's. */
  integer(field: number, value: bigint): this {
    this.#header(field, 0);
    this.#varint(value);
    return this;
  }

  /** A `sint64`: small whether it is below or above zero. */
  signed(field: number, value: bigint): this {
    return this.integer(field, value < 0n ? -value * 2n - 1n : value * 2n);
  }

  double(field: number, value: number): this {
    this.#header(field, 1);
    this.#room(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    return this;
  }

  #sized(write: () => void): this {
    this.#room(LENGTH_BYTES);
    const lengthAt = this.#at;
    this.#at += LENGTH_BYTES;
    write();
    let rest = this.#at - lengthAt - LENGTH_BYTES;
    for (let index = 0; index < LENGTH_BYTES; index += 1) {
      this.#bytes[lengthAt + index] = (rest & 127) | (index < LENGTH_BYTES - 1 ? 128 : 0);
      rest >>>= 7;
    }
    return this;
  }

  /** Fields up to 15 have a header of one byte; there are none beyond here. */
  #header(field: number, type: number): void {
    this.#room(1);
    this.#bytes[this.#at] = (field << 3) | type;
    this.#at += 1;
  }

  #varint(value: bigint): void {
    this.#room(10);
    let rest = value;
    for (; rest > 127n; rest >>= 7n) {
      this.#bytes[this.#at] = Number(rest & 127n) | 128;
      this.#at += 1;
    }
    this.#bytes[this.#at] = Number(rest);
    this.#at += 1;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.byteLength) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.byteLength * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
