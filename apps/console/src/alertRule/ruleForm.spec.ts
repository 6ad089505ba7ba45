import { describe, expect, it } from "vitest";
import { contentOf, emptyForm, formOf, labelsOf, rulesSentence } from "./ruleForm.ts";

describe("a rule that is typed", () => {
  it("asks labels a line each", () => {
    expect(labelsOf("env = prod, test\n\nteam != search\nhost ^= web-")).toEqual([
      { label: "env", is: "oneOf", values: ["prod", "test"] }, { label: "team", is: "noneOf", values: ["search"] },
      { label: "host", is: "startsWith", values: ["web-"] },
    ]);
    for (const wrong of ["env", "= prod", "env =", "env = ,"]) expect(labelsOf(wrong)).toBeNull();
  });
  it("says what it lacks, and comes back as it was written", () => {
    const lacking = [
      emptyForm, { ...emptyForm, name: "x" }, { ...emptyForm, name: "x", count: "3" }, { ...emptyForm, name: "x", labels: "y" },
    ];
    expect(lacking.map((form) => "lacks" in contentOf(form))).toEqual([true, true, true, true]);
    const form = { ...emptyForm, name: "Disks", labels: "env = prod", groupBy: "cluster", count: "3", withinMinutes: "10", severity: "2" };
    const made = contentOf(form);
    expect(made).toMatchObject({ content: { groupBy: ["cluster"], count: 3, withinMinutes: 10, severity: "2", sendTo: null } });
    expect(formOf({
      id: "i", reference: "R-1", name: "Disks", position: 1, active: true, removed: null, sentence: "", about: "", says: [], changedAt: "",
      revision: 0, labels: [{ label: "env", is: "oneOf", values: ["prod"] }], withoutService: false, severities: [], severity: "2",
      groupBy: ["cluster"], maintenance: null, incident: null, integrations: [], services: [], sendTo: null,
      threshold: { count: 3, withinMinutes: 10 },
    })).toEqual(form);
  });
  it("stands in a list with its sentence", () => {
    expect([rulesSentence([]), rulesSentence([{ active: true }]), rulesSentence([{ active: true }, { active: false }])]).toEqual([
      "No rule has a word: each alert goes by its integration and its service.", "Alerts meet 1 rule.",
      "Alerts meet 2 rules, the first that has a word in a matter is heard; 1 is off.",
    ]);
  });
});
