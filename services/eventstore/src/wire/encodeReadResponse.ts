import { originalOf } from "../storage/records.ts";
import type { ResolvedEvent } from "../storage/records.ts";
import { encodeRecord } from "./encodeRecord.ts";
import type { UuidForm } from "./encodeRecord.ts";
import { ProtobufWriter } from "./protobufWriter.ts";

const EMPTY = new Uint8Array();
const OVERHEAD = 64;

/** The bytes of a `ReadResp` that carries an event; `retries` only for persistent subscriptions. */
export function encodeEvent(resolved: ResolvedEvent, form: UuidForm, retries?: number): Buffer {
  const event = resolved.event === undefined ? undefined : encodeRecord(resolved.event, form);
  const link = resolved.link === undefined ? undefined : encodeRecord(resolved.link, form);
  const capacity = OVERHEAD + (event?.byteLength ?? 0) + (link?.byteLength ?? 0);
  const writer = new ProtobufWriter(capacity);
  if (event !== undefined) writer.bytes(1, event);
  if (link !== undefined) writer.bytes(2, link);
  writer.integer(3, originalOf(resolved).position);
  if (retries !== undefined) writer.integer(5, retries);
  return wrap(1, writer.finish());
}

/** `ReadResp.confirmation`; the same field in both services. */
export function encodeConfirmation(subscriptionId: string): Buffer {
  return wrap(2, new ProtobufWriter(128 + subscriptionId.length * 3).text(1, subscriptionId).finish());
}

/** `ReadResp.checkpoint`: everything up to `position` was considered. */
export function encodeCheckpoint(position: number): Buffer {
  return wrap(3, new ProtobufWriter(OVERHEAD).integer(1, position).integer(2, position).finish());
}

/** `ReadResp.stream_not_found`. */
export function encodeStreamNotFound(stream: string): Buffer {
  const name = Buffer.from(stream);
  const identifier = new ProtobufWriter(OVERHEAD + name.byteLength).bytes(3, name).finish();
  return wrap(4, new ProtobufWriter(OVERHEAD + identifier.byteLength).bytes(1, identifier).finish());
}

/** `ReadResp.caught_up`. */
export function encodeCaughtUp(): Buffer {
  return wrap(8, EMPTY);
}

function wrap(field: number, message: Uint8Array): Buffer {
  return new ProtobufWriter(OVERHEAD + message.byteLength).bytes(field, message).finish();
}
