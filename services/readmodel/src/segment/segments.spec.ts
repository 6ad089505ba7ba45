import { segmentDecider, type SegmentCommand } from "@ballast/domain/segment";
import { idOf } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { model } from "../model.ts";
import { folded } from "../specification/folded.ts";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (day: number): string => new Date(Date.UTC(2026, 10, day)).toISOString();
const defined = (key: string, more: Partial<DataOf<"SegmentDefined">> = {}): DataOf<"SegmentDefined"> => ({
  segmentId: idOf(segmentDecider, key), key, name: key.toUpperCase(), description: "", members: { included: [], excluded: [], rules: [] },
  reason: null, ...more,
});

describe("segments", () => {
  const history = recordedHistory();
  const say = (day: number, data: DataOf<"SegmentDefined">) =>
    history.add(["segment", data.segmentId], { type: "SegmentDefined", data }, { at: at(day) });
  say(1, defined("pilots", { description: "who asked for aubergines" }));
  say(2, defined("early"));
  say(3, defined("gone"));
  const gone = idOf(segmentDecider, "gone");
  history.add(["segment", gone], { type: "SegmentArchived", data: { segmentId: gone, reason: "over" } }, { at: at(4) });
  say(5, defined("pilots", { name: "Pilot customers" }));
  const { segments, search } = folded(history.events);
  const keys = (request?: Parameters<typeof segments.all>[0]) => segments.all(request).map(({ key }) => key);

  it("are listed by key, archived ones where they are asked for, as they were", () => {
    expect(keys()).toEqual(["early", "pilots"]);
    expect(keys({ archived: true })).toEqual(["early", "gone", "pilots"]);
    expect(keys({ asOf: { at: at(3) } })).toEqual(["early", "gone", "pilots"]);
    expect(keys({ asOf: { at: at(1) } })).toEqual(["pilots"]);
  });

  it("say since when they are as they are; archiving defines nothing", () => {
    expect(segments.all({ archived: true }).map(({ definedAt, archived }) => [definedAt, archived])).toEqual([
      [at(2), null], [at(3), "over"], [at(5), null],
    ]);
    expect(segments.get(idOf(segmentDecider, "pilots"), { at: at(4) })).toMatchObject({ name: "PILOTS", definedAt: at(1) });
  });

  it("are found by their words, the former ones too", () => {
    const found = (text: string) =>
      search.find({ text, viewer: "all" }).map(({ kind, title, detail, at: when, current }) => [kind, title, detail, when, current]);
    expect(found("pilot customers")).toEqual([["segment", "Pilot customers", "pilots", at(5), true]]);
    expect(found("early")).toEqual([["segment", "EARLY", "early", at(2), true]]);
  });
});

it("a segment's row says of every history what the domain's state says", () => {
  const segmentId = idOf(segmentDecider, "pilots");
  const projection = model.projections.find(({ kind }) => kind === "segment");
  if (projection === undefined) throw new Error("segments have rows");
  const anyCommand: fc.Arbitrary<SegmentCommand> = fc.tuple(fc.constantFrom("Pilots", "Early"), fc.boolean()).chain(([name, needed]) =>
    fc.constantFrom<SegmentCommand>(
      { type: "DefineSegment", now: at(1), ...defined("pilots", { name }) },
      { type: "ArchiveSegment", now: at(1), segmentId, reason: "over", neededBy: needed ? ["a flag"] : [] },
    ));
  rowsAreStates({ record: ["segment", segmentId], decider: segmentDecider, projection, command: anyCommand }, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    expect(row).toEqual({ ...state, id: segmentId, definedAt: expect.any(String) as string });
  });
});
