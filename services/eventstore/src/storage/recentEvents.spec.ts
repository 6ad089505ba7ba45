import { beforeEach, describe, expect, it } from "vitest";
import { RecentEvents } from "./recentEvents.ts";
import type { RecordedEvent } from "./records.ts";

/** An event whose bytes are a small part of a request of a megabyte, as they come from the wire. */
function event(position: number, text = `{"n":${String(position)}}`): RecordedEvent {
  const request = Buffer.alloc(1_048_576);
  const length = request.write(text, 500);
  return {
    id: "0d1f6f64-5a34-4a4e-9e0b-7a3c2f0f6a10", type: "Happened", isJson: true, position, stream: "thing-1", revision: position, created: 0,
    data: request.subarray(500, 500 + length), metadata: request.subarray(0, 0),
  };
}

const positions = (events: readonly RecordedEvent[] | undefined): readonly number[] | undefined => events?.map(({ position }) => position);

let recent: RecentEvents;
beforeEach(() => { recent = new RecentEvents(); });

describe("the newest events in memory", () => {
  it("are given from a place on, so many as are wanted", () => {
    recent.push([event(0), event(1), event(2)]);
    expect(positions(recent.from(1, 10))).toEqual([1, 2]);
    expect(positions(recent.from(0, 2))).toEqual([0, 1]);
  });

  it("are given backwards from a place, as far as they are kept", () => {
    recent.push([event(3), event(4), event(5)]);
    expect(positions(recent.upTo(5, 2))).toEqual([5, 4]);
    expect(positions(recent.upTo(4, 10))).toEqual([4, 3]);
    for (const position of [2, 6]) expect(recent.upTo(position, 1)).toBeUndefined();
    expect(new RecentEvents().upTo(0, 1)).toBeUndefined();
  });

  it("say that they do not know what is older than they are", () => {
    expect(recent.from(0, 1)).toBeUndefined();
    recent.push([event(7)]);
    expect(recent.from(6, 1)).toBeUndefined();
  });

  it("are at most 4,096, the oldest gone first", () => {
    const one = event(0);
    for (let position = 0; position < 5_000; position += 1) recent.push([{ ...one, position }]);
    expect(recent.from(5_000 - 4_097, 1)).toBeUndefined();
    expect(positions(recent.from(5_000 - 4_096, 1))).toEqual([904]);
  });

  it("say what was written, and keep nothing of the request that it came with", () => {
    recent.push([event(0)]);
    const [kept] = recent.from(0, 1) ?? [];
    expect(Buffer.from(kept?.data ?? []).toString()).toBe('{"n":0}');
    expect([kept?.data.buffer.byteLength, kept?.metadata.buffer.byteLength]).toEqual([7, 0]);
  });
});
