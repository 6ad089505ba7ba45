import { describe, expect, it } from "vitest";
import {
  countsInFigures, impactMinutes, lastingIntervals, mitigatedBeforeDetected, responseFigures, responseMinutes,
} from "./milestones.ts";

const at = (time: string) => `2024-03-01T${time}:00Z`;
const milestones = {
  impactStart: at("10:00"),
  detected: at("10:04"),
  firstPageSent: at("10:05"),
  acknowledged: at("10:07"),
  mitigated: at("10:30"),
  resolved: at("11:00"),
};

describe("the times of a response", () => {
  it("count from the impact start, the acknowledgement from the first page", () => {
    expect(responseMinutes(milestones)).toEqual({ detectMinutes: 4, acknowledgeMinutes: 2, mitigateMinutes: 30, resolveMinutes: 60 });
  });

  it("count both parts of what was reopened, and not the time between", () => {
    const pause = { from: at("10:40"), to: at("10:50") };
    expect(responseMinutes(milestones, [pause]).resolveMinutes).toBe(50);
    expect(lastingIntervals({ from: at("10:00"), to: at("11:00") }, [pause])).toEqual([
      { from: at("10:00"), to: at("10:40") },
      { from: at("10:50"), to: at("11:00") },
    ]);
    // It had been over from its first moment on, and came back.
    expect(lastingIntervals({ from: at("10:40"), to: at("11:00") }, [pause])).toEqual([{ from: at("10:50"), to: at("11:00") }]);
    // Whoever resolves it again at a moment before the reopening says that it had not been over.
    expect(responseMinutes({ ...milestones, resolved: at("10:45") }, [pause]).resolveMinutes).toBe(45);
  });

  it("say where it was over before anybody was told", () => {
    expect(mitigatedBeforeDetected(milestones)).toBe(false);
    expect(mitigatedBeforeDetected({ ...milestones, mitigated: at("10:03") })).toBe(true);
    expect(mitigatedBeforeDetected({ ...milestones, detected: null })).toBe(false);
  });

  it("are unknown where a milestone is, or lies before what it counts from", () => {
    expect(responseMinutes({ ...milestones, impactStart: null, acknowledged: undefined })).toEqual({
      detectMinutes: null,
      acknowledgeMinutes: null,
      mitigateMinutes: null,
      resolveMinutes: null,
    });
    expect(responseMinutes({ ...milestones, detected: at("09:59") }).detectMinutes).toBeNull();
  });

  it("are summed up by severity, without drills and what was no incident", () => {
    const one = (severity: number | null, resolved: string, rest = {}) => ({
      severity, state: "closed", drill: false, milestones: { ...milestones, resolved }, ...rest,
    });
    const figures = responseFigures([
      one(1, at("10:10")),
      one(1, at("10:30")),
      one(1, at("23:00"), { drill: true }),
      one(1, at("23:00"), { state: "merged" }),
      one(null, at("10:05")),
    ]);
    expect(figures["1"]?.resolveMinutes).toMatchObject({ n: 2, medianLinear: 20 });
    expect(figures["unknown"]?.resolveMinutes).toMatchObject({ n: 1, max: 5 });
  });
});

describe("minutes of impact", () => {
  it("are counted by component, overlaps once, what lasts up to the given moment", () => {
    const impacts = [
      { component: "api", startedAt: at("10:00"), endedAt: at("10:20") },
      { component: "api", startedAt: at("10:10"), endedAt: at("10:30") },
      { component: "api", startedAt: at("12:00"), endedAt: null },
      { component: "web", startedAt: at("13:00"), endedAt: null },
    ];
    expect(impactMinutes(impacts, at("12:05"))).toEqual({ api: 35, web: 0 });
  });
});

describe("what counts in figures", () => {
  it("leaves out drills, declined, merged and cancelled", () => {
    const states = ["triage", "resolved", "closed", "declined", "merged", "cancelled"];
    expect(states.filter((state) => countsInFigures({ state, drill: false }))).toEqual(["triage", "resolved", "closed"]);
    expect(countsInFigures({ state: "closed", drill: true })).toBe(false);
  });
});
