import { Rejection } from "@ballast/domain";
import type { DefinedSegment } from "@ballast/domain/segment";
import type { FlagCondition, SegmentMembers } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { ProvenCustomer } from "./cohort.ts";
import { proveSegment } from "./segmentProof.ts";
import { aRule, flagWith, uuidOf, where, worldOf } from "./specification/world.ts";

const segmentId = uuidOf(700);
const inPilots: FlagCondition = { kind: "segment", segmentId, within: true };
const pilots = (members: Partial<SegmentMembers>): DefinedSegment => ({
  status: "defined", segmentId, key: "pilots", name: "Pilots", description: "", archived: null,
  members: { included: [], excluded: [], rules: [], ...members },
});
const customers: readonly ProvenCustomer[] = [
  { id: "acme", context: { targetingKey: "acme", plan: "Pro" } }, { id: "globex", context: { targetingKey: "globex", plan: "Trial" } },
  { id: "initech", context: { targetingKey: "initech" } },
];
const asks = flagWith({ rules: [aRule([inPilots])] });
const follows = flagWith(
  { prerequisites: [{ flagId: asks.flag.flagId, variants: ["on"] }], defaultVariant: "on" },
  { targetingId: uuidOf(502), flagId: uuidOf(2) },
  { flagId: uuidOf(2), key: "upsell" },
);
const other = flagWith({ defaultVariant: "on" }, { targetingId: uuidOf(503), flagId: uuidOf(3) }, { flagId: uuidOf(3), key: "other" });
const subjects = [asks, follows, other];
const before = pilots({ included: ["acme"] });
const source = (there: readonly DefinedSegment[] = [before]) => ({
  held: {
    world: () => worldOf(subjects, there), customers: () => customers,
    subject: (id: string) => subjects.find(({ targeting }) => targeting.targetingId === id),
  },
  position: () => "42",
});
const targetingIds = subjects.map(({ targeting }) => targeting.targetingId);

describe("a change of a segment", () => {
  it("says who enters and leaves it, and who switches in each flag that asks for it, through what it needs too", async () => {
    const segment = pilots({ included: ["globex", "initech"] });
    const { members, within, flags } = await proveSegment(source(), { segment, targetingIds });
    expect(members).toMatchObject({ known: 3, enter: 2, leave: 1, names: { enter: ["globex", "initech"], leave: ["acme"] } });
    expect(within).toBe(2);
    expect([...flags.keys()]).toEqual([asks.targeting.targetingId, follows.targeting.targetingId]);
    for (const cohort of flags.values()) expect(cohort).toMatchObject({ enter: 2, leave: 1, names: { leave: ["acme"] } });
  });

  it("counts who lacks what its rules ask for as such, and never who is excluded", async () => {
    const segment = pilots({ included: ["acme"], excluded: ["globex"], rules: [[where("plan", "is", "Trial", "Pro")]] });
    expect((await proveSegment(source(), { segment, targetingIds: [] })).members).toMatchObject({ enter: 0, leave: 0 });
  });

  it("of one that is not there yet is of everybody in it", async () => {
    expect((await proveSegment(source([]), { segment: before, targetingIds: [] })).members).toMatchObject({ enter: 1, leave: 0 });
  });

  it("is refused where the engine could not say who is in it", async () => {
    const segment = pilots({ rules: [[where("plan", "below", "many")]] });
    await expect(proveSegment(source(), { segment, targetingIds: [] })).rejects.toThrow(Rejection);
  });
});
