import { describe, expect, it } from "vitest";
import { downtimeOf, type HurtTimes } from "./downtimeOf.ts";

const now = "2026-11-24T12:00:00.000Z";
const at = (hour: string): string => `2026-11-24T${hour}:00.000Z`;
const incident: HurtTimes = {
  id: "i", impact: "major", startedAt: at("08:00"), resolvedAt: at("10:00"), components: ["api", "web"], pauses: [], hurt: [], open: false,
};
const whole = { id: "i", impact: "major", startedAt: at("08:00"), resolvedAt: at("10:00"), components: ["api", "web"] };

describe("when and how much an incident hurt", () => {
  it("is from its start to its resolution, where nothing says otherwise", () => {
    expect(downtimeOf(incident, now)).toEqual(whole);
  });

  it("goes on until now while people work on it", () => {
    expect(downtimeOf({ ...incident, resolvedAt: null, open: true }, now)).toEqual({ ...whole, resolvedAt: null, openUntil: now });
  });

  it("leaves out the times in which it was over, of all its components", () => {
    const pauses = [{ from: at("08:30"), to: at("09:00") }];
    expect(downtimeOf({ ...incident, pauses }, now)).toEqual({
      ...whole, intervals: [
        {
          from: at("08:00"), to: at("08:30"), components: ["api", "web"],
        }, { from: at("09:00"), to: at("10:00"), components: ["api", "web"] },
      ],
    });
    expect(downtimeOf({ ...incident, pauses, resolvedAt: null, open: true }, now)).toMatchObject({
      openUntil: now, intervals: [{ to: at("08:30") }, { from: at("09:00"), to: now }],
    });
  });

  it("is what is known of single components, where somebody said so, whatever pauses there were", () => {
    const hurt = [
      { component: "api", impact: "minor", share: 20_000, startedAt: at("08:10"), endedAt: at("08:20") },
      { component: "web", impact: "major", share: null, startedAt: at("08:40"), endedAt: null },
    ];
    expect(downtimeOf({ ...incident, hurt, pauses: [{ from: at("08:30"), to: at("09:00") }] }, now)).toEqual({
      ...whole, intervals: [
        { from: at("08:10"), to: at("08:20"), components: ["api"], impact: "minor", share: 20_000 },
        { from: at("08:40"), to: null, components: ["web"], impact: "major", share: null },
      ],
    });
  });
});
