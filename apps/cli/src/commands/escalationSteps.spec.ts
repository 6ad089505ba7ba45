import { describe, expect, it } from "vitest";
import { parseStep, parseTold } from "./escalationSteps.ts";

describe("a step as it is typed", () => {
  it("names people, schedules, and the schedule of the service", () => {
    expect(parseStep("service/5m")).toEqual({ minutes: 5, targets: [{ person: null, schedule: null, who: "onCall" }] });
    expect(parseStep("next, everyone:First line,Platform,@ada/90m")).toEqual({
      minutes: 90,
      targets: [
        { person: null, schedule: null, who: "next" }, { person: null, schedule: "First line", who: "everyone" },
        { person: null, schedule: "Platform", who: "onCall" }, { person: "ada", schedule: null, who: "onCall" },
      ],
    });
    expect(parseStep("@ada").minutes).toBe(5);
    expect(parseStep("CI/CD/1h")).toEqual({ minutes: 60, targets: [{ person: null, schedule: "CI/CD", who: "onCall" }] });
  });

  it("is refused where it calls nobody, or waits for no whole minutes", () => {
    for (const text of ["", "/5m", "@/5m", "next:/5m", "service/30s", "service/0m"]) expect(() => parseStep(text)).toThrow();
  });
});

describe("who is told and not called", () => {
  it("is named as in a step, with the mildest severity of which they hear", () => {
    expect(parseTold("@ada,everyone:Board/3")).toEqual({
      upTo: 3, targets: [{ person: "ada", schedule: null, who: "onCall" }, { person: null, schedule: "Board", who: "everyone" }],
    });
    expect(parseTold("@ada")).toMatchObject({ upTo: 2 });
    for (const text of ["@ada/5", "@ada/0", "@ada/x", "/2", ""]) expect(() => parseTold(text)).toThrow();
  });
});
