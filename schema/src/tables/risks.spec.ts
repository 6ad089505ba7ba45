import { describe, expect, it } from "vitest";
import { recordsOf } from "./csv.ts";
import { riskTable } from "./risks.ts";

const row = {
  reference: "", title: "Provider", if: "it is away", then: "nobody pays", until: "it is back", category: "third party", owner: "ana",
  services: "checkout, search", detectMinutes: "5", resolveMinutes: "48,5", impactPercent: "75 %", betweenDays: "60", likelihood: "4",
  impact: "3", treatment: "mitigate", treatmentState: "inProgress", reviewEveryDays: "90", observedSince: "2025-10-20",
};

const readRow = (given: Readonly<Record<string, string>>) => {
  const read = riskTable.read(given);
  return "row" in read ? { risk: read.row } : { problems: read.problems.map(({ column, reason }) => `${String(column)}: ${reason}`) };
};

const noMoment = "observedSince: it is no moment, as 2027-03-01 or 2027-03-01T09:00:00Z";

describe("a row of risks", () => {
  it("is every field of a risk", () => {
    expect(readRow(row)).toEqual({
      risk: {
        ...row,
        services: ["checkout", "search"],
        detectMinutes: 5,
        resolveMinutes: 48.5,
        impactPercent: 75,
        betweenDays: 60,
        likelihood: 4,
        impact: 3,
        reviewEveryDays: 90,
      },
    });
  });

  it("has a fraction behind a comma where that is surely one", () => {
    expect(readRow({ ...row, impactPercent: "99,999", detectMinutes: "0,125", observedSince: "2026-03-01T10:00:00+01:00" })).toMatchObject({
      risk: { impactPercent: 99.999, detectMinutes: 0.125 },
    });
  });

  it("may say no more than what can happen", () => {
    const { title, if: condition, then, until } = row;
    expect(readRow({ title, if: condition, then, until })).toMatchObject({
      risk: { detectMinutes: null, likelihood: null, treatment: null, services: [] },
    });
  });

  it.each([
    ["title", { title: " " }, "title: it is missing"],
    ["a share", { impactPercent: "120" }, 'impactPercent: "120" is no number from 0 to 100'],
    ["half an estimate", { betweenDays: "" }, "detectMinutes: detectMinutes, resolveMinutes, impactPercent and betweenDays stand together or not at all"],
    ["half a place", { impact: "" }, "likelihood: likelihood and impact stand together or not at all"],
    ["a word", { treatment: "ignore" }, "treatment: it is none of mitigate, accept, transfer, avoid"],
    ["a moment", { observedSince: "long ago" }, noMoment],
    ["a day that may be another", { observedSince: "03/04/2026" }, noMoment],
    ["a time without a zone", { observedSince: "2026-03-01T10:00" }, noMoment],
    ["thousands", { detectMinutes: "1,500" }, 'detectMinutes: "1,500" may be 1500 or a fraction: write it without its comma'],
    ["a step", { likelihood: "2.5" }, "likelihood: it is no whole number"],
  ])("says what is wrong with %s", (_, change, problem) => expect(readRow({ ...row, ...change })).toEqual({ problems: [problem] }));

  it("has a title, what can happen, and what that comes to", () => {
    expect(() => recordsOf("name,what\nA,b\n", riskTable)).toThrow("no column title, if, then, until");
    expect(readRow(JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>)).toEqual({
      problems: ["title", "if", "then", "until"].map((column) => `${column}: it is missing`),
    });
  });
});
