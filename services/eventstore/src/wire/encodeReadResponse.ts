import { originalOf } from "../storage/records.ts";
import type { ResolvedEvent } from "../storage/records.ts";
import { encodeRecord } from "./encodeRecord.ts";
import type { UuidForm } from "./encodeRecord.ts";
import { ProtobufWriter } from "./protobufWriter.ts";

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

/** `ReadResp.caught_up`: when (milliseconds since the epoch), and up to which place of the log or the stream. */
export function encodeCaughtUp(now: number, place: { readonly position: number } | { readonly revision: number } | undefined): Buffer {
  const seconds = Math.floor(now / 1000);
  const timestamp = new ProtobufWriter(OVERHEAD).integer(1, seconds).integer(2, Math.round((now - seconds * 1000) * 1_000_000)).finish();
  const writer = new ProtobufWriter(OVERHEAD).bytes(1, timestamp);
  if (place !== undefined && "revision" in place) writer.integer(2, place.revision);
  if (place !== undefined && "position" in place)
    writer.bytes(3, new ProtobufWriter(OVERHEAD).integer(1, place.position).integer(2, place.position).finish());
  return wrap(8, writer.finish());
}

function wrap(field: number, message: Uint8Array): Buffer {
  return new ProtobufWriter(OVERHEAD + message.byteLength).bytes(field, message).finish();
}
