import { csvTable } from "../commands/csvTable.ts";
import { csvLine } from "../print/csv.ts";
import { describe, expect, it } from "vitest";
import { policyColumns, readPolicyRow } from "./policyRow.ts";

const row = { name: "Incident policy", isFor: "responders", url: "https://example.org/p", text: "Declare early.", reason: "first" };

describe("a row of policies", () => {
  it("is every field of a policy; what is left out is for everybody, with no link", () => {
    expect(readPolicyRow(row)).toEqual({ policy: row });
    expect(readPolicyRow({ name: " Policy ", text: "x" })).toEqual({
      policy: { name: "Policy", isFor: "everybody", url: null, text: "x", reason: null },
    });
  });

  it("that cannot be used says why, by column", () => {
    expect(readPolicyRow({ ...row, name: " " })).toEqual({ problems: ["name: it is missing"] });
    expect(readPolicyRow({ ...row, isFor: "all" })).toEqual({ problems: ["isFor: it is none of everybody, responders, commanders"] });
    expect(readPolicyRow({ ...row, url: "ftp://example.org" })).toMatchObject({ problems: [expect.stringMatching(/^url: /u)] });
    expect(readPolicyRow({ ...row, url: "", text: "" })).toEqual({ problems: ["text: say what it says, or where that can be read (url)"] });
    expect(readPolicyRow({ ...row, text: "x".repeat(20_001) })).toMatchObject({ problems: [expect.stringMatching(/^text: /u)] });
    expect(readPolicyRow(JSON.parse('{"__proto__": {"name": "x"}, "text": "x"}') as Record<string, string>)).toEqual({
      problems: ["name: it is missing"],
    });
  });

  it("comes back as it was written, what a spreadsheet would take for a formula among it", () => {
    const policy = { ...row, text: "- Declare early, \"before\" you know\n- Say so", reason: "=1+1" };
    const written = [csvLine([...policyColumns]), csvLine(policyColumns.map((column) => policy[column]))].join("\n");
    expect(csvTable(written, "policies.csv").map(({ record }) => readPolicyRow(record))).toEqual([{ policy }]);
  });
});
