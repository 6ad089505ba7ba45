const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` is a UUID in its lower-case form with dashes. */
export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/** The 16 bytes of a UUID written with dashes. */
export function uuidToBytes(text: string): Uint8Array {
  return Buffer.from(text.replaceAll("-", ""), "hex");
}

/** A UUID with dashes, from its 16 bytes. */
export function uuidFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The id of the link at `revision` of the built-in stream with number `streamId`. Such links are not stored as
 * events; their ids only have to be the same each time and different from each other (UUID version 8).
 */
export function linkUuid(streamId: number, revision: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(streamId, 0, 6);
  bytes[6] = 0x80;
  bytes[8] = 0x80;
  bytes.writeUIntBE(revision, 10, 6);
  return uuidFromBytes(bytes);
}
