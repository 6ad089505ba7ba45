import protobuf, { type BinaryReader, type BinaryWriter } from "google-protobuf";

/**
 * What KurrentDB's second protocol needs of us: `AppendRecords`, by hand. Its own client cannot be loaded beside the one of
 * the first protocol. Field numbers as in `kurrentdb/protocol/v2/streams/streams.proto`.
 */

/** An event on its way. */
export interface WireRecord {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A stream's state that must hold: a revision, or -1 for a stream that is not there. */
export interface WireCheck {
  readonly stream: string;
  readonly state: bigint;
}

/** A stream that was at another revision; null where it is not there. */
export interface WireConflict {
  readonly stream: string;
  readonly actual: bigint | null;
}

const JSON_FORMAT = 1;

const encode = (write: (writer: BinaryWriter) => void): Uint8Array => {
  const writer = new protobuf.BinaryWriter();
  write(writer);
  return writer.getResultBuffer();
};

/** `AppendRecordsRequest`. */
export const encodeRequest = (records: readonly WireRecord[], checks: readonly WireCheck[]): Buffer =>
  Buffer.from(encode((writer) => {
    for (const record of records) writer.writeBytes(1, encodeRecord(record));
    for (const { stream, state } of checks) {
      writer.writeBytes(2, encode((check) => check.writeBytes(1, encode((inner) => {
        inner.writeString(1, stream);
        inner.writeSint64String(2, state.toString());
      }))));
    }
  }));

const encodeRecord = ({ stream, id, type, data, metadata }: WireRecord): Uint8Array =>
  encode((writer) => {
    writer.writeString(1, id);
    for (const [key, value] of Object.entries(metadata)) if (value !== undefined) writer.writeBytes(2, encodeMember(key, value));
    writer.writeBytes(3, encode((schema) => {
      schema.writeEnum(1, JSON_FORMAT);
      schema.writeString(2, type);
    }));
    writer.writeBytes(4, Buffer.from(JSON.stringify(data)));
    writer.writeString(5, stream);
  });

const encodeMember = (key: string, value: unknown): Uint8Array =>
  encode((entry) => {
    entry.writeString(1, key);
    entry.writeBytes(2, encodeValue(value));
  });

/** `google.protobuf.Value`. */
const encodeValue = (value: unknown): Uint8Array =>
  encode((writer) => {
    if (typeof value === "number") writer.writeDouble(2, value);
    else if (typeof value === "string") writer.writeString(3, value);
    else if (typeof value === "boolean") writer.writeBool(4, value);
    else if (Array.isArray(value)) {
      writer.writeBytes(6, encode((list) => {
        for (const item of value) list.writeBytes(1, encodeValue(item));
      }));
    } else if (typeof value === "object" && value !== null) {
      writer.writeBytes(5, encode((struct) => {
        for (const [key, member] of Object.entries(value)) if (member !== undefined) struct.writeBytes(1, encodeMember(key, member));
      }));
    } else writer.writeEnum(1, 0);
  });

type Field = (reader: BinaryReader, field: number) => unknown;
const SKIP = Symbol("skip");

function readFields(bytes: Uint8Array, read: Field): void {
  const reader = new protobuf.BinaryReader(bytes);
  while (reader.nextField() && !reader.isEndGroup()) if (read(reader, reader.getFieldNumber()) === SKIP) reader.skipField();
}

/** `AppendRecordsResponse`: the last revision of each stream, and the position of the whole. */
export function decodeResponse(bytes: Uint8Array): { readonly revisions: ReadonlyMap<string, bigint>; readonly position: string } {
  const revisions = new Map<string, bigint>();
  let position = "0";
  readFields(bytes, (reader, field) => {
    if (field === 2) return (position = reader.readSint64String());
    if (field !== 1) return SKIP;
    const { stream, numbers } = decodeStream(reader.readBytes());
    return revisions.set(stream, numbers.get(2) ?? 0n);
  });
  return { revisions, position };
}

/** A stream's name, and the numbers said of it, by their fields. */
function decodeStream(bytes: Uint8Array): { readonly stream: string; readonly numbers: ReadonlyMap<number, bigint> } {
  let stream = "";
  const numbers = new Map<number, bigint>();
  readFields(bytes, (reader, field) => {
    if (field === 1) return (stream = reader.readString());
    return field === 2 || field === 3 ? numbers.set(field, BigInt(reader.readSint64String())) : SKIP;
  });
  return { stream, numbers };
}

const CONFLICTS = "AppendConsistencyViolationErrorDetails";

/** The streams that were not as expected, from the details of a refusal; empty for another one. */
export function decodeConflicts(status: Uint8Array): readonly WireConflict[] {
  const conflicts: WireConflict[] = [];
  readFields(status, (reader, field) => {
    if (field !== 3) return SKIP;
    const { type, value } = decodeAny(reader.readBytes());
    if (!type.endsWith(CONFLICTS)) return undefined;
    readFields(value, (details, part) => {
      if (part !== 1) return SKIP;
      return readFields(details.readBytes(), (violation, inner) =>
        inner === 2 ? conflicts.push(toConflict(violation.readBytes())) : SKIP,
      );
    });
    return undefined;
  });
  return conflicts;
}

function decodeAny(bytes: Uint8Array): { readonly type: string; readonly value: Uint8Array } {
  let type = "";
  let value = new Uint8Array();
  readFields(bytes, (reader, field) => {
    if (field === 1) return (type = reader.readString());
    return field === 2 ? (value = new Uint8Array(reader.readBytes())) : SKIP;
  });
  return { type, value };
}

function toConflict(bytes: Uint8Array): WireConflict {
  const { stream, numbers } = decodeStream(bytes);
  const actual = numbers.get(3) ?? 0n;
  return { stream, actual: actual < 0n ? null : actual };
}
