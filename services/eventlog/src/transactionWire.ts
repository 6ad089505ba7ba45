import protobuf, { type BinaryReader } from "google-protobuf";
import { ProtobufFields } from "./protobufFields.ts";

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
  /** Deleted for good: it will never be at any revision again. */
  readonly gone: boolean;
}

const JSON_FORMAT = 1n;

/** `AppendRecordsRequest`. */
export function encodeRequest(records: readonly WireRecord[], checks: readonly WireCheck[]): Buffer {
  const fields = new ProtobufFields();
  for (const record of records) fields.message(1, () => writeRecord(fields, record));
  for (const { stream, state } of checks)
    fields.message(2, () => { fields.message(1, () => { fields.text(1, stream).signed(2, state); }); });
  return fields.finish();
}

function writeRecord(fields: ProtobufFields, { stream, id, type, data, metadata }: WireRecord): void {
  fields.text(1, id);
  for (const [key, value] of Object.entries(metadata)) if (value !== undefined) fields.message(2, () => writeMember(fields, key, value));
  fields.message(3, () => { fields.integer(1, JSON_FORMAT).text(2, type); });
  fields.text(4, JSON.stringify(data)).text(5, stream);
}

const writeMember = (fields: ProtobufFields, key: string, value: unknown): ProtobufFields =>
  fields.text(1, key).message(2, () => writeValue(fields, value));

/** `google.protobuf.Value`. */
function writeValue(fields: ProtobufFields, value: unknown): void {
  if (typeof value === "number") fields.double(2, value);
  else if (typeof value === "string") fields.text(3, value);
  else if (typeof value === "boolean") fields.integer(4, value ? 1n : 0n);
  else if (Array.isArray(value)) fields.message(6, () => { for (const item of value) fields.message(1, () => writeValue(fields, item)); });
  else if (typeof value === "object" && value !== null)
    fields.message(5, () => {
      for (const [key, member] of Object.entries(value)) {
        if (member !== undefined) fields.message(1, () => writeMember(fields, key, member));
      }
    });
  else fields.integer(1, 0n);
}

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

/** In the place of a revision: there is a tombstone. */
const TOMBSTONED = -6n;

function toConflict(bytes: Uint8Array): WireConflict {
  const { stream, numbers } = decodeStream(bytes);
  const actual = numbers.get(3) ?? 0n;
  return { stream, actual: actual < 0n ? null : actual, gone: actual === TOMBSTONED };
}
