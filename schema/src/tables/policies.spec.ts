import { describe, expect, it } from "vitest";
import { csvLine, recordsOf } from "./csv.ts";
import { policyTable } from "./policies.ts";

const said = (given: Readonly<Record<string, string>>) => {
  const read = policyTable.read(given);
  return "row" in read ? { policy: read.row } : { problems: read.problems.map(({ column, reason }) => `${String(column)}: ${reason}`) };
};

const row = { name: "Incident policy", isFor: "responders", url: "https://example.org/p", text: "Declare early.", reason: "first" };

describe("a row of policies", () => {
  it("is every field of a policy; what is left out is for everybody, with no link", () => {
    expect(said(row)).toEqual({ policy: row });
    expect(said({ name: " Policy ", text: "x" })).toEqual({
      policy: { name: "Policy", isFor: "everybody", url: null, text: "x", reason: null },
    });
  });

  it("that cannot be used says why, by column", () => {
    expect(said({ ...row, name: " " })).toEqual({ problems: ["name: it is missing"] });
    expect(said({ ...row, isFor: "all" })).toEqual({ problems: ["isFor: it is none of everybody, responders, commanders"] });
    expect(said({ ...row, url: "ftp://example.org" })).toMatchObject({ problems: [expect.stringMatching(/^url: /u)] });
    expect(said({ ...row, url: "", text: "" })).toEqual({ problems: ["text: say what it says, or where that can be read (url)"] });
    expect(said({ ...row, text: "x".repeat(20_001) })).toMatchObject({ problems: [expect.stringMatching(/^text: /u)] });
    expect(said(JSON.parse('{"__proto__": {"name": "x"}, "text": "x"}') as Record<string, string>)).toEqual({
      problems: ["name: it is missing"],
    });
  });

  it("comes back as it was written, what a spreadsheet would take for a formula among it", () => {
    const policy = { ...row, text: "- Declare early, \"before\" you know\n- Say so", reason: "=1+1" };
    const written = [csvLine(policyTable.columns), csvLine(Object.values(policy))].join("\n");
    expect(recordsOf(written, policyTable).rows.map(({ record }) => said(record ?? {}))).toEqual([{ policy }]);
  });
});
