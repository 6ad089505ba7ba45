import { describe, expect, it } from "vitest";
import { occurrenceOf, type CameTrue } from "./cameTrue.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const incident: CameTrue = { startedAt: at(0), endedAt: at(60), detectedAt: at(4), pauses: [], intervals: [] };
const counting = { now: at(90), said: null, registered: 20_000 };
const hurt = (from: number, to: number | null, share: number | null) => ({
  startedAt: at(from), endedAt: to === null ? null : at(to), share,
});

describe("an incident in which a risk came true", () => {
  it("hit what its intervals say, the largest share where they overlap", () => {
    const one = occurrenceOf({ ...incident, intervals: [hurt(0, 30, 50_000), hurt(20, 60, 10_000)] }, counting);
    expect(one).toMatchObject({ minutes: 60, detectMinutes: 4 });
    expect(one.impactPer100k).toBeCloseTo((30 * 50_000 + 30 * 10_000) / 60, 6);
  });

  it("hit what somebody said, else what is registered where nobody knows", () => {
    expect(occurrenceOf({ ...incident, intervals: [hurt(0, 60, 50_000)] }, { ...counting, said: 75_000 }).impactPer100k).toBe(75_000);
    expect(occurrenceOf(incident, counting).impactPer100k).toBe(20_000);
    expect(occurrenceOf({ ...incident, intervals: [hurt(0, 30, null)] }, counting).impactPer100k).toBe(10_000);
  });

  it("lasts until now while it is open, without the times in which it was over", () => {
    expect(occurrenceOf({ ...incident, endedAt: null }, counting).minutes).toBe(90);
    expect(occurrenceOf({ ...incident, pauses: [{ from: at(10), to: at(30) }] }, counting).minutes).toBe(40);
    expect(occurrenceOf({ ...incident, startedAt: at(95), endedAt: null }, counting).minutes).toBe(0);
  });
});
