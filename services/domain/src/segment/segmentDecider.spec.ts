import type { DataOf, SegmentEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { segmentDecider } from "./segmentDecider.ts";

const now = "2026-11-28T10:00:00.000Z";
const segmentId = "32000000-0000-4000-8000-000000000001";
const data: DataOf<"SegmentDefined"> = {
  segmentId, key: "pilots", name: "Pilots", description: "", members: { included: ["acme"], excluded: [], rules: [] }, reason: null,
};
const defined: SegmentEvent = { type: "SegmentDefined", data };
const archived: SegmentEvent = { type: "SegmentArchived", data: { segmentId, reason: "the pilot is over" } };
const archive = (...neededBy: string[]) => ({ type: "ArchiveSegment", now, segmentId, reason: "the pilot is over", neededBy }) as const;

describe("a segment", () => {
  it("is defined, and anew where something differs", () => {
    given(segmentDecider, []).when({ type: "DefineSegment", now, ...data }).then([defined]);
    given(segmentDecider, [defined]).when({ type: "DefineSegment", now, ...data, reason: "once more" }).then([]);
    given(segmentDecider, [defined]).when({ type: "DefineSegment", now, ...data, name: "Pilot customers" }).then([{
      type: "SegmentDefined", data: { ...data, name: "Pilot customers" },
    }]);
  });

  it("is not made of segments", () => {
    const members = { ...data.members, rules: [[{ kind: "segment" as const, segmentId, within: true }]] };
    given(segmentDecider, []).when({ type: "DefineSegment", now, ...data, members }).thenRejected("INVALID_INPUT", { path: ["rules"] });
  });

  it("is archived once, when no flag asks for it, and comes back when it is defined anew", () => {
    given(segmentDecider, [defined]).when(archive()).then([archived]);
    given(segmentDecider, [defined]).when(archive("one-page-pay in production")).thenRejected("FLAG_NEEDED", { message: "one-page-pay" });
    given(segmentDecider, [defined, archived]).when(archive("one-page-pay")).then([]);
    given(segmentDecider, []).when(archive()).thenRejected("NOT_FOUND");
    given(segmentDecider, [defined, archived]).when({ type: "DefineSegment", now, ...data }).then([defined]);
  });
});
