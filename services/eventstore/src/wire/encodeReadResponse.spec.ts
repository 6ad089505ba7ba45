import { describe, expect, test } from "vitest";
import { TOMBSTONE_REVISION } from "../storage/records.ts";
import type { RecordedEvent } from "../storage/records.ts";
import { encodeCaughtUp, encodeCheckpoint, encodeConfirmation, encodeEvent, encodeStreamNotFound } from "./encodeReadResponse.ts";
import { encodeRecord } from "./encodeRecord.ts";
import { persistentPb, streamsPb } from "./generated.ts";

const event: RecordedEvent = {
  position: 2 ** 40 + 5,
  stream: "größe-1",
  revision: 300,
  id: "01234567-89ab-cdef-8123-456789abcdef",
  type: "Größe",
  isJson: true,
  created: 1_790_000_000_123_456,
  data: Buffer.from('{"a":1}'),
  metadata: new Uint8Array(),
};

/** The hand-written encoding must be what the generated classes read. */
describe("an encoded read response", () => {
  test("of an event is read back whole", () => {
    const read = streamsPb.ReadResp.deserializeBinary(encodeEvent({ event, link: undefined }, "text")).getEvent();
    const record = read?.getEvent();
    expect(read?.getCommitPosition()).toBe(String(event.position));
    expect(read?.hasLink()).toBe(false);
    expect(record?.getId()?.getString()).toBe(event.id);
    expect(Buffer.from(record?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(event.stream);
    expect(record?.getStreamRevision()).toBe("300");
    expect(record?.getPreparePosition()).toBe(String(event.position));
    expect(record?.getMetadataMap().toObject()).toEqual([
      ["content-type", "application/json"],
      ["created", "17900000001234560"],
      ["type", "Größe"],
    ]);
    expect(Buffer.from(record?.getData_asU8() ?? []).toString()).toBe('{"a":1}');
    expect(record?.getCustomMetadata_asU8()).toHaveLength(0);
  });

  test("is kept for the next reader, with nothing beside its own bytes", () => {
    const record = encodeRecord(event, "text");
    expect(encodeRecord(event, "text")).toBe(record);
    expect(record.buffer.byteLength).toBe(record.byteLength);
  });

  test("writes structured ids and the tombstone's revision as 64-bit numbers", () => {
    const tombstone = { ...event, revision: TOMBSTONE_REVISION, id: "f1234567-89ab-8def-8123-456789abcdef" };
    const bytes = encodeEvent({ event: tombstone, link: undefined }, "structured");
    const record = streamsPb.ReadResp.deserializeBinary(bytes).getEvent()?.getEvent();
    expect(record?.getStreamRevision()).toBe("9223372036854775807");
    const bits = (text: string | undefined): string => BigInt.asUintN(64, BigInt(text ?? 0)).toString(16);
    expect(bits(record?.getId()?.getStructured()?.getMostSignificantBits())).toBe("f123456789ab8def");
    expect(bits(record?.getId()?.getStructured()?.getLeastSignificantBits())).toBe("8123456789abcdef");
  });

  test("of a persistent subscription carries link and retries", () => {
    const link = { ...event, type: "$>", revision: 0 };
    const read = persistentPb.ReadResp.deserializeBinary(encodeEvent({ event, link }, "text", 0)).getEvent();
    expect(read?.hasRetryCount()).toBe(true);
    expect(read?.getLink()?.getMetadataMap().get("type")).toBe("$>");
  });

  test("of the other kinds says its kind", () => {
    const kindOf = (bytes: Uint8Array): number => streamsPb.ReadResp.deserializeBinary(bytes).getContentCase();
    const { CONFIRMATION, CHECKPOINT, STREAM_NOT_FOUND, CAUGHT_UP } = streamsPb.ReadResp.ContentCase;
    expect(kindOf(encodeConfirmation("x"))).toBe(CONFIRMATION);
    expect(kindOf(encodeCheckpoint(7))).toBe(CHECKPOINT);
    expect(kindOf(encodeStreamNotFound("x"))).toBe(STREAM_NOT_FOUND);
    expect(kindOf(encodeCaughtUp(0, undefined))).toBe(CAUGHT_UP);
  });
});
