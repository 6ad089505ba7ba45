import { createHash } from "node:crypto";
import { StoreError } from "../failures.ts";
import { LINK_TYPE, originalOf } from "../storage/records.ts";
import type { NewEvent, RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import { uuidFromBytes } from "../storage/uuid.ts";
import { isBuiltInStream, isInvalidStreamName } from "../streams/streamNaming.ts";
import type { Emitted } from "./messages.ts";

/** What caused an emission. */
export type Cause = {
  readonly projection: string;
  readonly source: ResolvedEvent & { readonly event: RecordedEvent };
  /** How many came before it from the same event. */
  readonly index: number;
};

/**
 * The event that an emission becomes. The same cause gives the same id, so that nothing is written twice.
 *
 * @throws StoreError `invalidArgument` for a stream or type that cannot be, `appendTooLarge`.
 */
export function eventFor({ stream, type, data, metadata }: Emitted, cause: Cause, limit: number): NewEvent {
  if (isInvalidStreamName(stream) || stream === "$all" || isBuiltInStream(stream)) {
    throw new StoreError({ kind: "invalidArgument", message: `A projection cannot write to the stream '${stream}'.` });
  }
  if (type === "") throw new StoreError({ kind: "invalidArgument", message: "An emitted event needs a type." });
  const event = {
    id: emissionUuid(cause),
    type,
    isJson: type !== LINK_TYPE,
    data: Buffer.from(data),
    metadata: Buffer.from(JSON.stringify({ ...objectOf(metadata), ...originOf(cause.source.event) })),
  };
  const size = event.data.byteLength + event.metadata.byteLength + type.length;
  if (size > limit) throw new StoreError({ kind: "appendTooLarge", limit });
  return event;
}

/** A UUID of version 5's form (RFC 9562) from the projection, the record it got, and the index. */
function emissionUuid({ projection, source, index }: Cause): string {
  const { id, position } = originalOf(source);
  const bytes = createHash("sha1").update(JSON.stringify([projection, id, position, index])).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidFromBytes(bytes);
}

function originOf(event: RecordedEvent): Record<string, unknown> {
  const { $correlationId } = objectOf(Buffer.from(event.metadata).toString("utf8"));
  return { $causedBy: event.id, ...($correlationId === undefined ? {} : { $correlationId }) };
}

function objectOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    // Metadata of other writers may be anything.
    return {};
  }
}
