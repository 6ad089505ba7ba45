import { proposalWords, proposedSeverity, sampleMatrix } from "@ballast/schema/severityMatrix";
import type { SeverityMatrixEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { severityMatrixDecider } from "./index.ts";

const severityMatrixId = "00000000-0000-4000-8000-000000000001";
const rows = [
  { effect: "Customers", cells: [{ severity: 1, says: "most cannot pay" }, { severity: 3, says: "some cannot" }] },
  { effect: "Data", cells: [{ severity: 1, says: "it is lost" }, { severity: 4, says: "it is safe" }] },
];
const write = { type: "WriteSeverityMatrix", now: "2026-03-01T10:00:00Z", severityMatrixId, rows, reason: "" } as const;
const written = (version: number): SeverityMatrixEvent =>
  ({ type: "SeverityMatrixWritten", data: { severityMatrixId, version, rows, reason: "" } });

describe("the severity matrix", () => {
  it("is written in versions; the same again is none, whatever the reason", () => {
    given(severityMatrixDecider, []).when(write).then([written(1)]);
    given(severityMatrixDecider, [written(1)]).when({ ...write, reason: "again" }).then([]);
    const [first] = rows;
    const shorter = { severityMatrixId, rows: first === undefined ? [] : [first], reason: "" };
    given(severityMatrixDecider, [written(1)]).when({ ...write, ...shorter })
      .then([{ type: "SeverityMatrixWritten", data: { ...shorter, version: 2 } }]);
  });

  it("names each effect once, from the worst to the mildest", () => {
    const refused = (other: typeof rows, message: string) =>
      given(severityMatrixDecider, []).when({ ...write, rows: other }).thenRejected("INVALID_INPUT", { path: ["rows"], message });
    refused([...rows, { effect: " data", cells: [{ severity: 1, says: "gone" }] }], "twice");
    refused([{ effect: "Data", cells: [{ severity: 2, says: "a" }, { severity: 1, says: "b" }] }], "worst");
    refused([{ effect: "Data", cells: [{ severity: 2, says: "a" }, { severity: 2, says: "b" }] }], "worst");
    const sample = sampleMatrix.map(({ effect, cells }) => ({ effect, cells: [...cells] }));
    given(severityMatrixDecider, []).when({ ...write, rows: sample })
      .then([{ type: "SeverityMatrixWritten", data: { severityMatrixId, version: 1, rows: sample, reason: "" } }]);
  });

  it("proposes the worst of what was picked, in its own words, and nothing where nothing was", () => {
    expect(proposedSeverity(rows, [1, null])).toEqual({ severity: 3, effect: "Customers", says: "some cannot" });
    expect(proposedSeverity(rows, [1, 0])).toEqual({ severity: 1, effect: "Data", says: "it is lost" });
    expect(proposedSeverity(rows, [0, 0])).toMatchObject({ effect: "Customers" });
    expect([proposedSeverity(rows, []), proposedSeverity(rows, [null, null]), proposedSeverity(rows, [7, -1])]).toEqual([null, null, null]);
    expect(proposalWords({ severity: 3, effect: "Customers", says: "some cannot" }, 2))
      .toBe("severity 3 by the matrix, version 2: Customers: some cannot");
  });
});
