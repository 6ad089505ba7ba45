import type { DataOf, DrillEvent, DrillMark } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { drillDecider, drillGoals, marksOf, scoreOf, type DrillFacts } from "./index.ts";

const at = (clock: string): string => `2026-03-01T${clock}:00.000Z`;
const said: DataOf<"DrillPlanned"> = {
  drillId: "00000000-0000-4000-8000-000000000001", planId: "00000000-0000-4000-8000-000000000002", title: "The pool is empty",
  scenario: "Every call of the database waits.", serviceId: "00000000-0000-4000-8000-000000000003", severity: 2, from: at("10:00"),
  until: at("16:00"), announced: false, lastsMinutes: 60,
};
const { drillId, planId } = said;
const planned: DrillEvent = { type: "DrillPlanned", data: said };
const begun: DrillEvent = { type: "DrillBegun", data: { drillId, planId, at: at("11:00"), calledIds: [] } };
const off: DrillEvent = { type: "DrillCalledOff", data: { drillId, at: at("11:10"), reason: "a real one" } };
const marks: readonly DrillMark[] = [{ mark: "acknowledged", met: 1, of: 1, tookMs: 60_000, goalMs: 300_000 }];
const scored: DrillEvent = { type: "DrillScored", data: { drillId, at: at("11:30"), marks: [...marks] } };
const plan = (more: Partial<typeof said> = {}, now = at("09:00")) => ({ type: "PlanDrill", now, ...said, ...more }) as const;
const begin = { type: "BeginDrill", now: at("11:00"), ...begun.data } as const;
const callOff = { type: "CallOffDrill", now: at("11:10"), ...off.data } as const;
const score = (given: readonly DrillMark[] = marks) =>
  ({ type: "ScoreDrill" as const, now: at("11:30"), drillId, at: at("11:30"), marks: [...given] });

describe("a drill", () => {
  it("is planned, planned anew until it begins, and the same again is nothing, whatever its plan is called", () => {
    given(drillDecider, []).when(plan()).then([planned]);
    given(drillDecider, [planned]).when(plan({ planId: drillId })).then([]);
    const later = { planId: drillId, until: at("18:00") };
    given(drillDecider, [planned]).when(plan(later)).then([{ type: "DrillPlanned", data: { ...said, ...later } }]);
    for (const events of [[planned, begun], [planned, begun, scored], [planned, off]])
      given(drillDecider, events).when(plan(later)).thenRejected("INVALID_INPUT", { path: ["drillId"] });
  });

  it("begins ahead of now, within a year, and within 31 days of its first moment", () => {
    const refused = (more: Partial<typeof said>, path: string) =>
      given(drillDecider, []).when(plan(more)).thenRejected("INVALID_INPUT", { path: [path] });
    refused({ until: at("09:59") }, "until");
    refused({ from: at("06:00"), until: at("08:44") }, "until");
    refused({ until: "2026-04-01T10:00:01.000Z" }, "until");
    refused({ from: "2027-03-03T10:00:00.000Z", until: "2027-03-03T10:00:00.000Z" }, "from");
    const now = { from: at("08:50"), until: at("08:50") };
    given(drillDecider, []).when(plan(now)).then([{ type: "DrillPlanned", data: { ...said, ...now } }]);
  });

  it("begins once, by the plan that stands", () => {
    given(drillDecider, [planned]).when(begin).then([begun]);
    given(drillDecider, [planned, begun]).when(begin).then([]);
    given(drillDecider, [planned]).when({ ...begin, planId: drillId }).then([]);
    given(drillDecider, [planned, off]).when(begin).then([]);
    given(drillDecider, []).when(begin).thenRejected("NOT_FOUND");
  });

  it("knows whom it was announced to, by which plan, until they were told that it does not come", () => {
    const [ann, ben] = ["00000000-0000-4000-8000-000000000004", "00000000-0000-4000-8000-000000000005"];
    const announced = (toldIds: string[]): DrillEvent => ({ type: "DrillAnnounced", data: { drillId, planId, at: at("09:30"), toldIds } });
    const announce = (toldIds: string[], of = planId) =>
      ({ type: "AnnounceDrill", now: at("09:30"), drillId, planId: of, at: at("09:30"), toldIds } as const);
    given(drillDecider, [planned]).when(announce([ann, ben])).then([announced([ann, ben])]);
    given(drillDecider, [planned, announced([ann])]).when(announce([ann])).then([]);
    given(drillDecider, [planned]).when(announce([ann], drillId)).then([]);
    given(drillDecider, [planned, begun]).when(announce([ann])).then([]);
    given(drillDecider, [planned, announced([ann]), off]).when(announce([])).then([announced([])]);
    given(drillDecider, [planned, off]).when(announce([ann])).then([]);
    const anew: DrillEvent = { type: "DrillPlanned", data: { ...said, planId: drillId } };
    expect(given(drillDecider, [planned, announced([ann]), anew]).state).toMatchObject({ status: "planned", toldIds: [ann] });
  });

  it("is called off before it begins and while it runs, once; what is over is not", () => {
    given(drillDecider, [planned]).when(callOff).then([off]);
    given(drillDecider, [planned, begun]).when(callOff).then([off]);
    given(drillDecider, [planned, off]).when(callOff).then([]);
    given(drillDecider, [planned, begun, scored]).when(callOff).thenRejected("INVALID_INPUT");
  });

  it("is scored once it ran, and again where its log is corrected; what was called off has no score", () => {
    given(drillDecider, [planned, begun]).when(score()).then([scored]);
    given(drillDecider, [planned, begun, scored]).when(score()).then([]);
    const slower = [{ ...(marks[0] as DrillMark), met: 0, tookMs: 400_000 }];
    given(drillDecider, [planned, begun, scored]).when(score(slower))
      .then([{ type: "DrillScored", data: { ...scored.data, marks: slower } }]);
    given(drillDecider, [planned]).when(score()).then([]);
    given(drillDecider, [planned, begun, off]).when(score()).then([]);
    expect(given(drillDecider, [planned, begun, scored]).state).toMatchObject({ status: "over", marks });
  });
});

const minute = 60_000;
const facts: DrillFacts = {
  severity: 2, declaredAt: 0, pagedAt: 1_000, acknowledgedAt: 2 * minute, commanderAt: 4 * minute,
  updates: [{ at: 5 * minute, promisedMs: null }, { at: 25 * minute, promisedMs: 10 * minute }, { at: 36 * minute, promisedMs: null }],
  roles: ["commander", "scribe"], checklist: null, endedAt: 50 * minute, finished: true, lastsMs: 60 * minute,
};
const metOf = (changed: Partial<DrillFacts>) =>
  Object.fromEntries(marksOf({ ...facts, ...changed }, drillGoals).map(({ mark, met, of }) => [mark, `${String(met)}/${String(of)}`]));

describe("the score of a drill", () => {
  it("counts what was asked and met, and how long it took", () => {
    expect(metOf({})).toEqual({
      acknowledged: "1/1", commander: "1/1", firstUpdate: "1/1", updatesOnTime: "1/2", roles: "1/2", finished: "1/1",
    });
    expect(marksOf(facts, drillGoals)[0]).toEqual({ mark: "acknowledged", met: 1, of: 1, tookMs: 119_000, goalMs: 300_000 });
    expect(scoreOf(marksOf(facts, drillGoals))).toBeCloseTo(5 / 6, 10);
  });

  it("of a drill that nobody answered is nothing, and so is what came too late", () => {
    const nobody = metOf({ acknowledgedAt: null, commanderAt: null, updates: [], roles: [], finished: false, endedAt: 60 * minute });
    expect(nobody).toEqual({ acknowledged: "0/1", commander: "0/1", firstUpdate: "0/1", roles: "0/2", finished: "0/1" });
    expect(metOf({ acknowledgedAt: 5 * minute + 1_001, commanderAt: 6 * minute })).toMatchObject({ acknowledged: "0/1", commander: "0/1" });
    expect(scoreOf([])).toBeNull();
  });

  it("counts how much of its type's checklist was ticked by its end, and when the last of it was", () => {
    const of = (checklist: DrillFacts["checklist"]) =>
      marksOf({ ...facts, checklist }, drillGoals).find(({ mark }) => mark === "checklist");
    expect([of(null), of({ lines: 0, tickedAt: [] })]).toEqual([undefined, undefined]);
    expect(of({ lines: 4, tickedAt: [3 * minute, 12 * minute, 51 * minute] })).toEqual({
      mark: "checklist", met: 2, of: 4, tookMs: 12 * minute, goalMs: null,
    });
    expect(of({ lines: 4, tickedAt: [] })).toEqual({ mark: "checklist", met: 0, of: 4, tookMs: null, goalMs: null });
  });

  it("asks for the word that was promised, until the end; and for roles by the severity", () => {
    expect(metOf({ endedAt: 57 * minute })).toMatchObject({ updatesOnTime: "1/3" });
    expect(metOf({ updates: [{ at: minute, promisedMs: 60 * minute }] })["updatesOnTime"]).toBeUndefined();
    expect(metOf({ severity: 1 })).toMatchObject({ roles: "2/3" });
    expect(metOf({ severity: 3 })).toMatchObject({ roles: "1/1" });
  });
});
