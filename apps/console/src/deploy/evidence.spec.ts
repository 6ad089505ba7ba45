import { expect, it } from "vitest";
import type { VerdictEvidence } from "./deployDocuments.ts";
import { chanceText, evidenceFacts } from "./evidence.ts";

const evidence: VerdictEvidence = {
  basis: "past", canaryCustomers: 60, baselineCustomers: 540, witnesses: ["search"],
  findings: [
    {
      what: "errors", window: "recent", verdict: "fail", canary: 6_083, baseline: 37, overMs: null, chance: 1.2e-12,
      requiredChance: 0.000002,
    },
    { what: "latency", window: "step", verdict: "pass", canary: null, baseline: null, overMs: 151, chance: null, requiredChance: null },
  ],
};

it("says what a verdict was compared with, from how many customers, and how probable chance makes it", () => {
  expect(evidenceFacts(evidence)).toEqual([
    ["Compared with", "the stable release's own past, as long a time before everybody got this one"],
    ["Customers", "60 customers on this release, 540 on the baseline"],
    ["Errors", "lately 6.1 % failed, 0.04 % on the baseline; by chance less than 1 in a billion, a failure needs less than 1 in 500,000"],
    ["Latency", "p95 is not beyond 151 ms"],
    ["Worse too", "search"],
  ]);
  expect(evidenceFacts(null)).toEqual([]);
  expect([0.5, 0.031, 0.0001].map(chanceText)).toEqual(["50 %", "3.1 %", "1 in 10,000"]);
});
