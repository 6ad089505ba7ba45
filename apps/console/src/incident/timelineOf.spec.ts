import { describe, expect, it } from "vitest";
import type { EntryAnswer } from "./timelineDocuments.ts";
import { seriesOf } from "../timeline/measured.ts";
import { entriesAt, entryOf, marksOf, windowOf, withRoles } from "./timelineOf.ts";

const at = (time: string): string => `2026-11-23T${time}:00.000Z`;
const entry = (id: string, rest: Partial<EntryAnswer> = {}): EntryAnswer => ({
  id, lane: "notes", kind: "entry", title: id, detail: null, at: at("14:00"), endAt: null, ongoing: false, keyMoment: false, tone: "idle",
  knownFrom: at("14:00"), knownTo: null, recordedAt: at("14:00"), actor: null, visibility: "internal", pinned: false, recordKind: null,
  recordId: null, ...rest,
});

describe("an incident's timeline", () => {
  it("draws what goes on up to the end, and leaves out what is not there", () => {
    expect(entryOf(entry("a", { ongoing: true, lane: "alerts", detail: "" }), at("15:00"))).toMatchObject({ endAt: at("15:00") });
    expect(entryOf(entry("a", { ongoing: true, lane: "deploys" }), at("15:00"))).not.toHaveProperty("endAt");
    expect(entryOf(entry("a"), at("15:00"))).not.toHaveProperty("detail");
  });

  it("shows entries as they were known then, and faintly what came later", () => {
    const now = [entry("corrected", { title: "It is the cache" }), entry("later", { knownFrom: at("16:00") })];
    const then = [
      entry("corrected", { title: "It is the database" }),
      entry("withdrawn", { knownTo: at("16:00"), ongoing: true, lane: "impact" }),
    ];
    const shown = entriesAt(now, then, { knownAt: at("15:00"), until: at("17:00") });
    expect(shown.map(({ title }) => title)).toEqual(["It is the database", "withdrawn", "later"]);
    expect(shown[1]).not.toHaveProperty("knownTo");
    expect(shown[1]?.endAt).toBe(at("15:00"));
    expect(entriesAt(now, undefined, { knownAt: at("15:00"), until: at("17:00") }).map(({ title }) => title)).toEqual([
      "It is the cache", "later",
    ]);
  });

  it("draws a role as long as somebody had it", () => {
    const taken = entryOf(entry("role", { kind: "roleTaken", lane: "people", recordKind: "Person", recordId: "p1" }), at("16:00"));
    const role = { role: "commander" as const, person: { id: "p1", name: "Ana Kovač" }, from: at("14:00"), to: at("14:40") };
    expect(withRoles([taken], [role], at("15:00"))[0]?.endAt).toBe(at("14:40"));
    expect(withRoles([taken], [{ ...role, to: null }], at("15:00"))[0]?.endAt).toBe(at("15:00"));
    expect(withRoles([taken], [], at("15:00"))[0]).toBe(taken);
  });

  it("begins an hour before the start and ends shortly after the end, or now while it goes on", () => {
    const record = { startedAt: at("14:00"), declaredAt: at("14:05"), resolvedAt: at("15:20"), open: false, imported: false };
    expect(windowOf(record, [], Date.parse(at("20:00")))).toEqual({ from: at("13:00"), to: at("15:30") });
    expect(windowOf({ ...record, resolvedAt: null, open: true }, [], Date.parse(at("20:00"))).to).toBe(at("20:00"));
    expect(windowOf(record, [entry("review", { at: at("20:00") }), entry("note", { at: at("16:00") })], 0).to).toBe(at("16:15"));
    const undated = { startedAt: null, declaredAt: at("23:00"), resolvedAt: null, open: false, imported: true };
    expect(windowOf(undated, [entry("a")], Date.parse(at("23:30"))).from).toBe(at("13:00"));
  });

  it("takes its edges from the milestones, and from start and end where there are none", () => {
    expect(
      marksOf({ milestones: [{ milestone: "mitigated", at: at("14:20"), corrections: [] }], startedAt: at("14:00"), resolvedAt: null }),
    ).toEqual({ impactStart: at("14:00"), mitigated: at("14:20"), resolved: null });
  });

  it("measures one release in per cent", () => {
    const point = (time: string, errorsPer100k: number, version: string | null) => ({ at: at(time), errorsPer100k, version });
    expect(seriesOf([point("14:02", 6100, "2026.11.4"), point("14:01", 400, "2026.11.4"), point("14:01", 300, null)])).toEqual({
      label: "errors on 2026.11.4", unit: "%", points: [{ at: at("14:01"), value: 0.4 }, { at: at("14:02"), value: 6.1 }],
    });
    expect(seriesOf([])).toBeUndefined();
  });
});
