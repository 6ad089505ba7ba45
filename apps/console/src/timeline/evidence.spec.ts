import { expect, it } from "vitest";
import { evidenceOf, factName } from "./evidence.ts";

it("reads evidence: short values as facts, the diff apart, the rest only raw", () => {
  const read = evidenceOf({
    errorRate: 6.1, muted: false, customers: ["Acme", "Initech"], labels: { a: 1 }, diff: "-3\n+0", payload: { status: "firing" },
  });
  expect(read.facts).toEqual([
    ["Error rate", "6.1"],
    ["Muted", "no"],
    ["Customers", "Acme, Initech"],
  ]);
  expect(read.diff).toBe("-3\n+0");
  expect(read.raw).toBe('{\n  "status": "firing"\n}');
  expect(evidenceOf({})).toEqual({ facts: [], diff: null, raw: null });
});

it("names facts as words", () => {
  expect(factName("ended_at")).toBe("Ended at");
  expect(factName("Why not sooner")).toBe("Why not sooner");
});
