import type { StreamIdentifier, UUID } from "@eventstore/db-client/generated/shared_pb.js";
import { StoreError } from "../failures.ts";
import { TOMBSTONE_REVISION } from "../storage/records.ts";
import { isUuid, uuidFromBytes } from "../storage/uuid.ts";
import { isInvalidStreamName } from "../streams/streamNaming.ts";

/** Anything from here on means "the end". */
const END_FROM = 9_223_372_036_854_775_807n;

/** A 64-bit number that JavaScript gets as text; what no number holds becomes the tombstone's revision. */
export function decodeInteger(text: string): number {
  const value = BigInt(text);
  if (value > BigInt(TOMBSTONE_REVISION)) return TOMBSTONE_REVISION;
  return value < 0n ? -1 : Number(value);
}

/** A place to start from: the largest numbers of both signednesses stand for the end. */
export function decodePlace(text: string): number {
  return BigInt(text) >= END_FROM ? Number.POSITIVE_INFINITY : decodeInteger(text);
}

/** A UUID in either form. @throws StoreError `invalidArgument`. */
export function decodeUuid(uuid: UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (structured !== undefined) {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(structured.getMostSignificantBits())), 0);
    bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(structured.getLeastSignificantBits())), 8);
    return uuidFromBytes(bytes);
  }
  const text = uuid?.getString().toLowerCase() ?? "";
  if (!isUuid(text)) throw new StoreError({ kind: "invalidArgument", message: `'${text}' is not a UUID.` });
  return text;
}

/** A stream's name. @throws StoreError `invalidArgument` when it cannot be one. */
export function decodeStream(identifier: StreamIdentifier | undefined): string {
  const name = Buffer.from(identifier?.getStreamName_asU8() ?? new Uint8Array()).toString("utf8");
  if (isInvalidStreamName(name)) {
    throw new StoreError({ kind: "invalidArgument", message: `'${name.slice(0, 100)}' is not the name of a stream.` });
  }
  return name;
}
