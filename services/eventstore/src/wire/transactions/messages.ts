import type { BinaryReader as Reader, BinaryWriter as Writer } from "google-protobuf";
import type { Value } from "google-protobuf/google/protobuf/struct_pb.js";
import { BinaryReader, BinaryWriter, GoogleValue } from "../generated.ts";

/**
 * The messages of KurrentDB's second protocol, by hand: its generated classes put themselves into the same global object
 * as those of the first, with a copy of protobuf of their own. Field numbers as in
 * `kurrentdb/protocol/v2/streams/streams.proto`.
 */

/** `AppendRecord`. Absent fields are empty. */
export type WireRecord = {
  recordId: string;
  readonly properties: [key: string, value: Value][];
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

type Fields = (reader: Reader, field: number) => boolean;

/** Reads a message whose fields `read` takes; those it does not know are skipped, as protobuf wants it. */
function readFields(reader: Reader, read: Fields): void {
  while (reader.nextField() && !reader.isEndGroup()) if (!read(reader, reader.getFieldNumber())) reader.skipField();
}

/** Reads a message within another. */
function readNested(reader: Reader, read: Fields): true {
  reader.readMessage(undefined, (_: unknown, nested: Reader) => readFields(nested, read));
  return true;
}

const took = (_: unknown): true => true;

export function decodeAppend(bytes: Uint8Array): WireAppend {
  const append: WireAppend = { stream: "", records: [], expectedRevision: undefined };
  readFields(new BinaryReader(bytes), (reader, field) => {
    if (field === 1) return took((append.stream = reader.readString()));
    if (field === 2) return took(append.records.push(readRecord(reader)));
    return field === 3 && took((append.expectedRevision = reader.readSint64String()));
  });
  return append;
}

export function decodeAppendRecords(bytes: Uint8Array): WireAppendRecords {
  const request: WireAppendRecords = { records: [], checks: [] };
  readFields(new BinaryReader(bytes), (reader, field) => {
    if (field === 1) return took(request.records.push(readRecord(reader)));
    return field === 2 && took(request.checks.push(readCheck(reader)));
  });
  return request;
}

function readCheck(reader: Reader): WireAppendRecords["checks"][number] {
  const check: WireAppendRecords["checks"][number] = { stream: undefined, expectedState: "0" };
  readNested(reader, (nested, field) => {
    if (field !== 1) return false;
    check.stream = "";
    return readNested(nested, (state, part) => {
      if (part === 1) return took((check.stream = state.readString()));
      return part === 2 && took((check.expectedState = state.readSint64String()));
    });
  });
  return check;
}

function readRecord(reader: Reader): WireRecord {
  const record: WireRecord = { recordId: "", properties: [], format: 0, schemaName: "", schemaId: "", data: new Uint8Array(), stream: "" };
  readNested(reader, (nested, field) => {
    if (field === 1) return took((record.recordId = nested.readString()));
    if (field === 2) return took(record.properties.push(readProperty(nested)));
    if (field === 3) return readSchema(nested, record);
    if (field === 4) return took((record.data = nested.readBytes()));
    return field === 5 && took((record.stream = nested.readString()));
  });
  return record;
}

function readProperty(reader: Reader): [string, Value] {
  const property: [string, Value] = ["", new GoogleValue()];
  readNested(reader, (nested, field) => {
    if (field === 1) return took((property[0] = nested.readString()));
    return field === 2 && took(nested.readMessage(property[1], GoogleValue.deserializeBinaryFromReader));
  });
  return property;
}

function readSchema(reader: Reader, record: WireRecord): true {
  return readNested(reader, (nested, field) => {
    if (field === 1) return took((record.format = nested.readEnum()));
    if (field === 2) return took((record.schemaName = nested.readString()));
    return field === 3 && took((record.schemaId = nested.readString()));
  });
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
