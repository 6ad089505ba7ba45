import shared from "@eventstore/db-client/generated/shared_pb.js";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import { convertGrpcEvent } from "@eventstore/db-client/dist/utils/convertGrpcEvent.js";
import { describe, expect, it } from "vitest";
import { readResponse } from "./readResponse.ts";

const id = "00000000-0000-4000-8000-00000000000a";
const generated = (bytes: Buffer): unknown => streams.ReadResp.deserializeBinary(bytes);
let left = 0;
const read = readResponse((bytes) => {
  left += 1;
  return generated(bytes);
});

interface Said {
  readonly stream?: string;
  readonly data?: string | Uint8Array;
  readonly metadata?: string;
  readonly place?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly structured?: boolean;
}

function recordOf({
  stream = "alert-Grüße", data = "{}", metadata = "", place = "0", type = "AlertFired", contentType = "application/json",
  structured = false,
}: Said) {
  const record = new streams.ReadResp.ReadEvent.RecordedEvent();
  const uuid = new shared.UUID();
  if (structured) uuid.setStructured(new shared.UUID.Structured());
  else uuid.setString(id);
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream).toString("base64"));
  record.setId(uuid);
  record.setStreamIdentifier(name);
  record.setStreamRevision(place);
  record.setCommitPosition(place);
  record.setPreparePosition(place);
  record.getMetadataMap().set("type", type).set("content-type", contentType).set("created", "17645280000000000");
  record.setCustomMetadata(Buffer.from(metadata));
  record.setData(Buffer.from(data));
  return record;
}

function response(event: Said, link?: Said): Buffer {
  const inner = new streams.ReadResp.ReadEvent();
  inner.setEvent(recordOf(event));
  if (link !== undefined) inner.setLink(recordOf(link));
  if (event.place === undefined) inner.setNoPosition(new shared.Empty());
  else inner.setCommitPosition(event.place);
  const outer = new streams.ReadResp();
  outer.setEvent(inner);
  return Buffer.from(outer.serializeBinary());
}

/** What the client makes of it. A `Buffer` is an array of bytes too. */
function converted(answer: unknown): unknown {
  const made = convertGrpcEvent((answer as { getEvent(): Parameters<typeof convertGrpcEvent>[0] }).getEvent());
  const metadata: unknown = made.event?.metadata;
  return metadata instanceof Uint8Array ? { ...made, event: { ...made.event, metadata: Array.from(metadata) } } : made;
}

describe("an event that was read by hand", () => {
  it.each<[string, Said, Said?]>([
    ["with nothing in it", {}],
    ["with data and metadata", {
      data: JSON.stringify({ name: "支付 🧭", deep: [1, { a: null }] }), metadata: "{\"actor\":null}", place: "127",
    }],
    ["that is long", { data: JSON.stringify("x".repeat(300_000)), place: "300" }],
    ["with a place of 49 bits", { place: String(2n ** 49n - 1n) }],
    ["with a place of 53 bits", { place: String(2n ** 53n + 1n) }],
    ["with the largest place there is", { place: String(2n ** 64n - 1n) }],
    ["that is no JSON", { data: Uint8Array.of(0, 255, 1), contentType: "application/octet-stream" }],
    ["whose JSON is broken", { data: "{", metadata: "{" }],
    ["with a link", { place: "5" }, { stream: "$ce-alert", type: "$>", data: "4@alert-1", place: "900000" }],
  ])("is to the client what it is by its own classes: %s", (_, event, link) => {
    const bytes = response(event, link);
    left = 0;
    expect(converted(read(bytes))).toEqual(converted(generated(bytes)));
    expect(left).toBe(0);
  });

  it("is left to the client's classes where it has another form, as is what is no event", () => {
    const [other, checkpoint] = [response({ structured: true }), new streams.ReadResp()];
    checkpoint.setCheckpoint(new streams.ReadResp.Checkpoint());
    left = 0;
    expect(converted(read(other))).toEqual(converted(generated(other)));
    expect(left).toBe(1);
    expect(read(Buffer.from(checkpoint.serializeBinary()))).toEqual(checkpoint);
    expect(left).toBe(2);
  });

  it("of a message that was cut off is nothing that anybody made up", () => {
    const bytes = response({ data: JSON.stringify("x".repeat(500)), place: "300" });
    for (let length = 1; length < bytes.byteLength; length += 1) {
      left = 0;
      try {
        read(bytes.subarray(0, length));
      } catch {
        // The client's classes refuse it.
      }
      expect(left).toBe(1);
    }
  });
});
