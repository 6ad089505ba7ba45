import type { BinaryWriter as Writer } from "google-protobuf";
import { BinaryWriter } from "../generated.ts";
import { ProtobufReader } from "../protobufReader.ts";

/**
 * The messages of KurrentDB's second protocol, by hand: its generated classes put themselves into the same global object
 * as those of the first, with a copy of protobuf of their own. Field numbers as in
 * `kurrentdb/protocol/v2/streams/streams.proto`.
 */

/** In the place of a property's value that says of no kind what it is. */
export const UNSET = Symbol("unset");

/** `AppendRecord`. Absent fields are empty. */
export type WireRecord = {
  recordId: string;
  readonly properties: [key: string, value: unknown][];
  format: number;
  schemaName: string;
  schemaId: string;
  data: Uint8Array;
  stream: string;
};

/** `AppendRequest`: what goes to one stream. Without an expected revision any is meant. */
export type WireAppend = { stream: string; readonly records: WireRecord[]; expectedRevision: string | undefined };

/** `AppendRecordsRequest`. A check without a type has no stream. */
export type WireAppendRecords = {
  readonly records: WireRecord[];
  readonly checks: { stream: string | undefined; expectedState: string }[];
};

/** `SchemaFormat`. */
export const FORMATS: ReadonlyMap<number, string> = new Map([[1, "Json"], [2, "Protobuf"], [3, "Avro"], [4, "Bytes"]]);
export const JSON_FORMAT = 1;

/** Where a stream got to; for a response. */
export type WireRevision = { readonly stream: string; readonly revision: number };

export function decodeAppend(bytes: Buffer): WireAppend {
  const append: WireAppend = { stream: "", records: [], expectedRevision: undefined };
  const reader = new ProtobufReader(bytes);
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) append.stream = reader.text();
    else if (field === 2) append.records.push(readRecord(reader.nested()));
    else if (field === 3) append.expectedRevision = reader.signed();
    else reader.skip();
  }
  return append;
}

export function decodeAppendRecords(bytes: Buffer): WireAppendRecords {
  const request: WireAppendRecords = { records: [], checks: [] };
  const reader = new ProtobufReader(bytes);
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) request.records.push(readRecord(reader.nested()));
    else if (field === 2) request.checks.push(readCheck(reader.nested()));
    else reader.skip();
  }
  return request;
}

function readCheck(reader: ProtobufReader): WireAppendRecords["checks"][number] {
  const check: WireAppendRecords["checks"][number] = { stream: undefined, expectedState: "0" };
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) readStreamState(reader.nested(), check);
    else reader.skip();
  }
  return check;
}

function readStreamState(reader: ProtobufReader, check: WireAppendRecords["checks"][number]): void {
  check.stream = "";
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) check.stream = reader.text();
    else if (field === 2) check.expectedState = reader.signed();
    else reader.skip();
  }
}

function readRecord(reader: ProtobufReader): WireRecord {
  const record: WireRecord = { recordId: "", properties: [], format: 0, schemaName: "", schemaId: "", data: new Uint8Array(), stream: "" };
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) record.recordId = reader.text();
    else if (field === 2) record.properties.push(readMember(reader.nested()));
    else if (field === 3) readSchema(reader.nested(), record);
    else if (field === 4) record.data = reader.bytes();
    else if (field === 5) record.stream = reader.text();
    else reader.skip();
  }
  return record;
}

function readSchema(reader: ProtobufReader, record: WireRecord): void {
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) record.format = reader.integer();
    else if (field === 2) record.schemaName = reader.text();
    else if (field === 3) record.schemaId = reader.text();
    else reader.skip();
  }
}

/** A property, or a member of one that is an object. */
function readMember(reader: ProtobufReader): [key: string, value: unknown] {
  const member: [string, unknown] = ["", UNSET];
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) member[0] = reader.text();
    else if (field === 2) member[1] = readValue(reader.nested());
    else reader.skip();
  }
  return member;
}

/** A `google.protobuf.Value` as JSON has it. Through entries, so that `__proto__` is a key as any other. */
function readValue(reader: ProtobufReader): unknown {
  let value: unknown = UNSET;
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) value = nothing(reader.integer());
    else if (field === 2) value = reader.double();
    else if (field === 3) value = reader.text();
    else if (field === 4) value = reader.integer() !== 0;
    else if (field === 5) value = objectOf(readAll(reader.nested(), readMember));
    else if (field === 6) value = listOf(readAll(reader.nested(), readValue));
    else reader.skip();
  }
  return value;
}

/** There is only one null, whichever number it is written with. */
const nothing = (_: number): null => null;

/** One of which a member says of no kind what it is, says so itself. */
const objectOf = (members: readonly [string, unknown][]): unknown =>
  members.some(([, value]) => value === UNSET) ? UNSET : Object.fromEntries(members);
const listOf = (values: readonly unknown[]): unknown => (values.includes(UNSET) ? UNSET : values);

/** Members of a `Struct`, or values of a `ListValue`. */
function readAll<T>(reader: ProtobufReader, read: (reader: ProtobufReader) => T): T[] {
  const all: T[] = [];
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) all.push(read(reader.nested()));
    else reader.skip();
  }
  return all;
}

/** The bytes of a message whose fields `write` writes. */
export function encode(write: (writer: Writer) => void): Buffer {
  const writer = new BinaryWriter();
  write(writer);
  return Buffer.from(writer.getResultBuffer());
}

/** `AppendSessionResponse` and `AppendRecordsResponse`, which are the same on the wire. */
export const encodeTransactionResponse = (revisions: readonly WireRevision[], position: number): Buffer =>
  encode((writer) => {
    for (const revision of revisions) writer.writeBytes(1, encodeRevision(revision));
    writer.writeSint64(2, position);
  });

const encodeRevision = ({ stream, revision }: WireRevision): Buffer =>
  encode((writer) => {
    writer.writeString(1, stream);
    writer.writeSint64(2, revision);
  });
