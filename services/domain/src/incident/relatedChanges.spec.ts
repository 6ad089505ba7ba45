import { describe, expect, it } from "vitest";
import { relatedChanges, type Change } from "./relatedChanges.ts";

const incident = { impactStartAt: "2024-03-01T12:00:00Z", serviceIds: ["checkout"] };
const change = (id: string, time: string, rest: Partial<Change> = {}): Change => ({
  id,
  kind: "deploy",
  serviceIds: ["checkout"],
  at: `2024-03-01T${time}:00Z`,
  ...rest,
});
const ramp = (...steps: readonly (readonly [string, number])[]) => ({
  exposures: steps.map(([time, percent]) => ({ at: `2024-03-01T${time}:00Z`, percent })),
});
const ranked = (...changes: readonly Change[]) => relatedChanges(changes, incident).map(({ id }) => id);

describe("related changes", () => {
  it("of the same service rank above those of another at the same time", () => {
    expect(ranked(change("other", "11:50", { serviceIds: ["search"] }), change("same", "11:50"))).toEqual(["same", "other"]);
  });

  it("rank by how shortly before the impact they were", () => {
    expect(ranked(change("morning", "06:00"), change("just before", "11:55"), change("earlier", "11:00"))).toEqual([
      "just before", "earlier", "morning",
    ]);
  });

  it("rank a ramp to 50 % above a canary of 1 %", () => {
    expect(ranked(change("canary", "11:50", ramp(["11:50", 1])), change("ramp", "11:50", ramp(["11:50", 50])))).toEqual(["ramp", "canary"]);
  });

  it("are judged by their last step before the impact, not by when they began nor by what came later", () => {
    const [found] = relatedChanges([change("slow ramp", "06:00", ramp(["06:00", 1], ["11:58", 50], ["13:00", 100]))], incident);
    expect(found?.reasons).toEqual(["same service", "2 min before the impact", "had reached 50 % of customers"]);
  });

  it("stand where they stood last, in whatever order their steps are told", () => {
    const reasons = (...steps: readonly (readonly [string, number])[]) =>
      relatedChanges([change("ramp", "06:00", ramp(...steps))], incident)[0]?.reasons;
    expect(reasons(["11:58", 50], ["11:30", 50])).toEqual(reasons(["11:30", 50], ["11:58", 50]));
    expect(reasons(["11:30", 50], ["11:58", 50])?.[1]).toBe("2 min before the impact");
  });

  it("say the time as any length is said, to the minute", () => {
    const reasonAt = (time: string) => relatedChanges([change("one", time)], incident)[0]?.reasons[1];
    expect([reasonAt("10:01"), reasonAt("10:00"), reasonAt("09:00"), reasonAt("12:00")]).toEqual([
      "1 h 59 m before the impact", "2 h before the impact", "3 h before the impact", "0 s before the impact",
    ]);
  });

  it("still count at their height when they were taken back since", () => {
    const [found] = relatedChanges([change("rolled back", "11:50", ramp(["11:50", 10], ["11:59", 0]))], incident);
    expect(found?.reasons).toContain("had reached 10 % of customers");
  });

  it("may have begun a little after an estimated start, but neither later nor a day before", () => {
    expect(
      ranked(change("little after", "12:04"), change("after", "12:06"), change("yesterday", "11:00", { at: "2024-02-29T11:59:59Z" })),
    ).toEqual(["little after"]);
    expect(ranked(change("after", "12:04"), change("before", "11:30")), "a cause comes before").toEqual(["before", "after"]);
    expect(relatedChanges([change("little after", "12:04")], incident)[0]?.reasons[1]).toBe("4 min after the stated start of the impact");
  });

  it("are not told apart by service while the incident names none", () => {
    const unnamed = relatedChanges([change("b", "11:50"), change("a", "11:50", { serviceIds: ["search"] })], {
      ...incident, serviceIds: [],
    });
    expect(unnamed.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(unnamed[0]?.score).toBe(unnamed[1]?.score);
  });

  it("that were linked as a cause come before whatever only correlates, and those ruled out come last", () => {
    const changes = [
      change("loud", "11:59"),
      change("ruled out", "11:59", { links: ["ruledOut"] }),
      change("suspected", "11:00", { links: ["suspected"] }),
      change("caused", "09:00", { links: ["suspected", "caused"] }),
    ];
    expect(relatedChanges(changes, incident).map(({ id, link }) => [id, link])).toEqual([
      ["caused", "caused"],
      ["suspected", "suspected"],
      ["loud", null],
      ["ruled out", "ruledOut"],
    ]);
  });

  it("are looked at however long before they were when somebody linked them, and not for links that name no cause", () => {
    const old = { at: "2024-02-20T12:00:00Z" };
    expect(
      ranked(change("linked", "00:00", { ...old, links: ["caused"] }), change("mitigated", "00:00", { ...old, links: ["mitigated"] })),
    ).toEqual(["linked"]);
  });

  it("that had been replaced when it began reached nobody any more", () => {
    const [first, second] = relatedChanges(
      [change("old", "11:58", { replacedAt: "2024-03-01T11:59:00Z" }), change("new", "11:58")],
      incident,
    );
    expect([first?.id, second?.reasons[2]]).toEqual(["new", "was replaced before the impact"]);
  });

  it("have scores between 0 and 1", () => {
    const [most] = relatedChanges([change("most", "12:00")], incident);
    const [least] = relatedChanges([change("least", "00:00", { at: "2024-02-29T12:00:00Z", serviceIds: ["search"], ...ramp() })], incident);
    expect(most?.score).toBeCloseTo(1, 10);
    expect(least?.score).toBeGreaterThanOrEqual(0);
    expect(least?.score).toBeLessThan(0.01);
    expect(least?.reasons).toContain("1 d before the impact");
  });
});
