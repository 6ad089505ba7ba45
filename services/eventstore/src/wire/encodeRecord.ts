import { TOMBSTONE_REVISION } from "../storage/records.ts";
import type { RecordedEvent } from "../storage/records.ts";
import { uuidToBytes } from "../storage/uuid.ts";
import { ProtobufWriter, varintLength } from "./protobufWriter.ts";

/** In which of its two forms a client wants ids. */
export type UuidForm = "text" | "structured";

const WIRE_TOMBSTONE_REVISION = 9_223_372_036_854_775_807n;

/** Room for the fixed-size fields and all headers. */
const OVERHEAD = 256;

const encoded = new WeakMap<RecordedEvent, Buffer>();

/** The bytes of a `RecordedEvent` message; the same in both services. Kept per event: many subscribers, one encoding. */
export function encodeRecord(event: RecordedEvent, form: UuidForm): Buffer {
  if (form === "structured") return writeRecord(event, form);
  const known = encoded.get(event);
  if (known !== undefined) return known;
  const bytes = ownBytes(writeRecord(event, form));
  encoded.set(event, bytes);
  return bytes;
}

/** What is kept stands by itself: as a part of what many short-lived buffers share, it would keep all of that. */
function ownBytes(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.byteLength);
  bytes.copy(own);
  return own;
}

function writeRecord(event: RecordedEvent, form: UuidForm): Buffer {
  const stream = Buffer.from(event.stream);
  const variable = stream.byteLength + event.type.length * 3 + event.metadata.byteLength + event.data.byteLength;
  const writer = new ProtobufWriter(OVERHEAD + variable);
  writer.bytes(1, encodeUuid(event.id, form));
  writer.nested(2, 1 + varintLength(stream.byteLength) + stream.byteLength).bytes(3, stream);
  if (event.revision === TOMBSTONE_REVISION) writer.wide(3, WIRE_TOMBSTONE_REVISION);
  else writer.integer(3, event.revision);
  writer.integer(4, event.position).integer(5, event.position);
  writeProperty(writer, "type", event.type);
  writeProperty(writer, "content-type", event.isJson ? "application/json" : "application/octet-stream");
  // Ticks of 100 ns: microseconds and a nought.
  writeProperty(writer, "created", `${event.created}0`);
  if (event.metadata.byteLength > 0) writer.bytes(7, event.metadata);
  if (event.data.byteLength > 0) writer.bytes(8, event.data);
  return writer.finish();
}

/** One entry of the metadata map: field 6, a message of key and value. */
function writeProperty(writer: ProtobufWriter, key: string, value: string): void {
  const valueLength = Buffer.byteLength(value);
  const length = 2 + key.length + 1 + varintLength(valueLength) + valueLength;
  writer.nested(6, length).text(1, key).text(2, value);
}

/** The bytes of a `UUID` message. */
export function encodeUuid(id: string, form: UuidForm): Buffer {
  if (form === "text") return new ProtobufWriter(64).text(2, id).finish();
  const bytes = Buffer.from(uuidToBytes(id));
  // int64 fields: negative ones are written as their two's complement.
  const halves = new ProtobufWriter(32).wide(1, bytes.readBigUInt64BE(0)).wide(2, bytes.readBigUInt64BE(8)).finish();
  return new ProtobufWriter(64).bytes(1, halves).finish();
}
