import { makeClientConstructor, type ServiceClientConstructor, type ServiceDefinition } from "@grpc/grpc-js";

/**
 * What the log sends to whoever reads or follows it, read by hand where it is an event: the client's generated classes make an array and a
 * reader for each message within the message, which cost as much as all that is done with an event afterwards. It is handed on in the
 * shape in which the client's own conversion asks for it (`convertGrpcEvent`). Whatever else is sent, or has another form than
 * expected, the generated classes read. Field numbers as in `streams.proto`.
 */

const READ = "/event_store.client.streams.Streams/Read";
/** Field 1 of the response, a message: an event. */
const EVENT = 0x0a;
/** So many groups of seven bits are a safe number. */
const SAFE_GROUPS = 7;

/** Not in the form in which the log writes it. */
class OtherForm extends Error {}

class Fields {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, [from, to]: Span = [0, bytes.byteLength]) {
    [this.#bytes, this.#at, this.#end] = [bytes, from, to];
  }

  /** Whether there is another field. */
  get more(): boolean {
    return this.#at < this.#end;
  }

  /** Number and form of the next field, as they are written: `number << 3 | form`. */
  header(): number {
    return this.#byte();
  }

  /** Where the content of a text, of bytes or of a message stands. */
  span(): Span {
    const length = Number(this.integer());
    const from = this.#at;
    if (from + length > this.#end) throw new OtherForm();
    this.#at += length;
    return [from, this.#at];
  }

  text(): string {
    const [from, to] = this.span();
    return this.#bytes.toString("utf8", from, to);
  }

  bytes(): Buffer {
    const [from, to] = this.span();
    return this.#bytes.subarray(from, to);
  }

  /** A whole number from 0 on. */
  integer(): number | bigint {
    let [value, scale] = [0, 1];
    const began = this.#at;
    for (let group = 0; group < SAFE_GROUPS; group += 1) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    this.#at = began;
    return this.#large();
  }

  #large(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new OtherForm();
  }

  #byte(): number {
    const byte = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    if (byte === undefined) throw new OtherForm();
    this.#at += 1;
    return byte;
  }
}

type Span = readonly [from: number, to: number];

const number = 0;
const content = 2;
const field = (place: number, form: typeof number | typeof content): number => (place << 3) | form;
const [IS_1, IS_2, IS_3, IS_6, IS_7, IS_8] = [1, 2, 3, 6, 7, 8].map((place) => field(place, content));
const [NUMBER_3, NUMBER_4, NUMBER_5] = [3, 4, 5].map((place) => field(place, number));

/** One event as it was recorded. */
class RecordRead {
  #id = "";
  #stream: Buffer = nothing;
  #revision: number | bigint = 0;
  #prepare: number | bigint = 0;
  #commit: number | bigint = 0;
  readonly #properties = new Map<string, string>();
  #metadata: Buffer = nothing;
  #data: Buffer = nothing;

  constructor(bytes: Buffer, span: Span) {
    const fields = new Fields(bytes, span);
    while (fields.more) {
      const header = fields.header();
      if (header === IS_1) this.#id = inner(bytes, fields.span(), IS_2).text();
      else if (header === IS_2) this.#stream = inner(bytes, fields.span(), IS_3).bytes();
      else if (header === NUMBER_3) this.#revision = fields.integer();
      else if (header === NUMBER_4) this.#prepare = fields.integer();
      else if (header === NUMBER_5) this.#commit = fields.integer();
      else if (header === IS_6) this.#readProperty(bytes, fields.span());
      else if (header === IS_7) this.#metadata = fields.bytes();
      else if (header === IS_8) this.#data = fields.bytes();
      else throw new OtherForm();
    }
    if (this.#id === "" || this.#stream === nothing) throw new OtherForm();
  }

  #readProperty(bytes: Buffer, span: Span): void {
    const fields = new Fields(bytes, span);
    let [key, value] = ["", ""];
    while (fields.more) {
      const header = fields.header();
      if (header === IS_1) key = fields.text();
      else if (header === IS_2) value = fields.text();
      else throw new OtherForm();
    }
    this.#properties.set(key, value);
  }

  hasId(): true {
    return true;
  }

  getId(): { hasStructured(): false; getString(): string } {
    const id = this.#id;
    return { hasStructured: () => false, getString: () => id };
  }

  hasStreamIdentifier(): true {
    return true;
  }

  getStreamIdentifier(): { getStreamName(): Buffer } {
    const stream = this.#stream;
    return { getStreamName: () => stream };
  }

  getStreamRevision(): number | bigint {
    return this.#revision;
  }

  getPreparePosition(): number | bigint {
    return this.#prepare;
  }

  getCommitPosition(): number | bigint {
    return this.#commit;
  }

  getMetadataMap(): ReadonlyMap<string, string> {
    return this.#properties;
  }

  getCustomMetadata_asU8(): Buffer {
    return this.#metadata;
  }

  getData(): Buffer {
    return this.#data;
  }

  /** By itself: what is no JSON is kept by whoever asked, and would keep the whole message. */
  getData_asU8(): Uint8Array {
    return Uint8Array.from(this.#data);
  }
}

const nothing = Buffer.alloc(0);

/** The one field of a message that has only one. */
function inner(bytes: Buffer, span: Span, wanted: number | undefined): Fields {
  const fields = new Fields(bytes, span);
  if (fields.header() !== wanted) throw new OtherForm();
  return fields;
}

/** An event, with the link that led to it and its place in the log, as a response has them. */
class EventRead {
  #event: RecordRead | undefined;
  #link: RecordRead | undefined;
  #commit: number | bigint | undefined;

  constructor(bytes: Buffer) {
    const response = new Fields(bytes);
    if (response.header() !== EVENT) throw new OtherForm();
    const fields = new Fields(bytes, response.span());
    if (response.more) throw new OtherForm();
    while (fields.more) {
      const header = fields.header();
      if (header === IS_1) this.#event = new RecordRead(bytes, fields.span());
      else if (header === IS_2) this.#link = new RecordRead(bytes, fields.span());
      else if (header === NUMBER_3) this.#commit = fields.integer();
      // Of no place in the log: an empty message.
      else if (header === field(4, content)) fields.span();
      else throw new OtherForm();
    }
  }

  hasEvent(): boolean {
    return this.#event !== undefined;
  }

  getEvent(): RecordRead | undefined {
    return this.#event;
  }

  hasLink(): boolean {
    return this.#link !== undefined;
  }

  getLink(): RecordRead | undefined {
    return this.#link;
  }

  hasCommitPosition(): boolean {
    return this.#commit !== undefined;
  }

  getCommitPosition(): number | bigint | undefined {
    return this.#commit;
  }
}

/** A response that brings an event. */
class ResponseRead {
  readonly #event: EventRead;

  constructor(bytes: Buffer) {
    this.#event = new EventRead(bytes);
  }

  hasEvent(): true {
    return true;
  }

  getEvent(): EventRead {
    return this.#event;
  }
}

type Deserialize = (bytes: Buffer) => unknown;

/** Reads a response, or has the generated classes do it. */
export const readResponse = (otherwise: Deserialize): Deserialize => (bytes) => {
  if (bytes[0] !== EVENT) return otherwise(bytes);
  try {
    return new ResponseRead(bytes);
  } catch (error) {
    if (!(error instanceof OtherForm)) throw error;
    return otherwise(bytes);
  }
};

const byHand = new WeakMap<ServiceClientConstructor, ServiceClientConstructor>();

/** The same service, its events read by hand; any other service as it is. */
export function readingByHand(service: ServiceClientConstructor): ServiceClientConstructor {
  const { read } = service.service as Partial<ServiceDefinition>;
  if (read?.path !== READ) return service;
  const known = byHand.get(service);
  if (known !== undefined) return known;
  const made = makeClientConstructor({
    ...service.service, read: { ...read, responseDeserialize: readResponse(read.responseDeserialize) },
  }, "Streams");
  byHand.set(service, made);
  return made;
}
