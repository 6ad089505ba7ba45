/** How a field is written. */
const VARINT = 0;
const FIXED_64 = 1;
const SIZED = 2;
const FIXED_32 = 5;

/** So many groups of seven bits make a number that is exact. */
const EXACT_GROUPS = 7;

/**
 * Reads protobuf fields where they stand. Used for the messages of which there are very many, as {@link ProtobufWriter} is: the package's
 * reader makes an object and a decoder of text for each message within a message.
 *
 * @throws Error for what is no message: it is refused before anything of it is looked at.
 */
export class ProtobufReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;
  #form = VARINT;

  constructor(bytes: Buffer, from = 0, to = bytes.byteLength) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  /** The number of the next field, which is to be read or skipped; 0: there is none. */
  next(): number {
    if (this.#at >= this.#end) return 0;
    const header = Number(this.#varint());
    this.#form = header & 7;
    if (header < 8) throw new Error("A field has no number");
    return header >>> 3;
  }

  text(): string {
    const end = this.#endOfSized();
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end;
    return text;
  }

  /** A view of the bytes. */
  bytes(): Uint8Array {
    const end = this.#endOfSized();
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** A message within the message. */
  nested(): ProtobufReader {
    const end = this.#endOfSized();
    const nested = new ProtobufReader(this.#bytes, this.#at, end);
    this.#at = end;
    return nested;
  }

  /** A whole number from 0 on, an enumeration's or a bool's. */
  integer(): number {
    this.#require(VARINT);
    return Number(this.#varint());
  }

  /** A `sint64`, as text: it may have more digits than a number. */
  signed(): string {
    this.#require(VARINT);
    const value = BigInt(this.#varint());
    return String((value >> 1n) ^ -(value & 1n));
  }

  double(): number {
    this.#require(FIXED_64);
    const from = this.#at;
    this.#advance(8);
    return this.#bytes.readDoubleLE(from);
  }

  /** Passes over a field that nobody knows. */
  skip(): void {
    if (this.#form === VARINT) this.#varint();
    else if (this.#form === SIZED) this.#at = this.#endOfSized();
    else if (this.#form === FIXED_64) this.#advance(8);
    else if (this.#form === FIXED_32) this.#advance(4);
    else throw new Error(`A field is written in the form ${this.#form}, which there is not`);
  }

  #endOfSized(): number {
    this.#require(SIZED);
    const length = Number(this.#varint());
    const end = this.#at + length;
    if (end > this.#end) throw new Error("A field ends behind its message");
    return end;
  }

  #advance(bytes: number): void {
    if (this.#at + bytes > this.#end) throw new Error("A field ends behind its message");
    this.#at += bytes;
  }

  #require(form: number): void {
    if (this.#form !== form) throw new Error(`A field is written in the form ${this.#form} instead of ${form}`);
  }

  #varint(): number | bigint {
    let [value, scale] = [0, 1];
    for (let group = 0; group < EXACT_GROUPS; group += 1) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    return this.#wide(BigInt(value));
  }

  #wide(low: bigint): bigint {
    let value = low;
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new Error("A number is too long");
  }

  #byte(): number {
    const byte = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    if (byte === undefined) throw new Error("A field ends behind its message");
    this.#at += 1;
    return byte;
  }
}
