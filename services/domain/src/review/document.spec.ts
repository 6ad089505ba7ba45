import { describe, expect, it } from "vitest";
import { forAudience, reviewCsv, reviewHtml, reviewJson, reviewMarkdown, type DocumentLine, type ReviewContent } from "./index.ts";

const line = (more: Partial<DocumentLine>): DocumentLine => ({
  section: "learning", text: "No data looks like good news", author: "Kim Roy", agreed: [], factor: null, recurrence: null, at: null,
  ...more,
});
const content: ReviewContent = {
  incident: "INC-214", title: "Checkout <fails>", severity: 1, summary: "Payments failed for a share of customers.", state: "held",
  heldAt: "2026-11-26T15:00:00+01:00", facilitator: "Mira Osei", joined: ["Mira Osei", "Kim Roy"],
  figures: { detect: 72_000, acknowledge: 48_000, mitigate: 1_000_000, resolve: null }, customers: 1_204,
  milestones: [{ name: "detected", at: "2026-11-23T14:01:12.000Z" }],
  lines: [
    line({}), line({ section: "note", text: "I stopped trusting the judge" }),
    line({
      section: "factor", text: "A retry budget of 0", factor: { word: "configuration", effect: "caused" }, agreed: ["Mira Osei"],
      recurrence: "the fourth time with this factor", at: "2026-11-23T14:00:00.000Z",
    }),
    line({ section: "learning", text: "=HYPERLINK(1), \"x\"" }),
  ],
  actions: [
    { reference: "ACT-1", title: "Pause after 5 looks", kind: "shortTerm", owner: "Kim Roy", dueOn: "2026-12-02", state: "open" },
    { reference: "ACT-2", title: "A second source", kind: "longTerm", owner: null, dueOn: null, state: "proposed" },
  ],
};

describe("a review that is written down", () => {
  it("reads as Markdown, with what was said by whom and what comes of it", () => {
    const text = reviewMarkdown(content);
    expect(text).toContain("# Review of INC-214: Checkout \\<fails\\>\n\nPayments failed");
    expect(text).toContain("- Held: 2026-11-26 14:00 UTC\n- Led by: Mira Osei");
    expect(text).toContain("- Detected after: 1 m 12 s");
    expect(text).not.toContain("Resolved after");
    expect(text).toContain(
      "- A retry budget of 0 (configuration, caused it; the fourth time with this factor; Kim Roy; agreed by Mira Osei; 2026-11-23 14:00 UTC)",
    );
    expect(text).toContain("## Long-term changes\n\n- ACT-2 A second source (proposed)");
    expect(text).not.toContain("## Surprises");
  });

  it("runs and loads nothing as HTML, and opens as text in a spreadsheet", () => {
    expect(reviewHtml(content)).toContain("<h1>Review of INC-214: Checkout &lt;fails&gt;</h1>");
    expect(reviewHtml(content)).not.toMatch(/<script|src=|href=/u);
    expect(reviewHtml(content)).toContain("@media print");
    const rows = reviewCsv(content).split("\r\n");
    expect(rows[0]).toBe("incident,kind,text,factor,effect,who,agreed,moment,due,state");
    expect(rows).toContain(`INC-214,learning,"'=HYPERLINK(1), ""x""",,,Kim Roy,,,,`);
    expect(rows).toContain("INC-214,shortTerm,ACT-1 Pause after 5 looks,,,Kim Roy,,,2026-12-02,open");
    expect(JSON.parse(reviewJson(content))).toEqual(content);
  });

  it("says nobody's name to the public, and neither notes nor what people saw differently", () => {
    const said = [reviewMarkdown, reviewHtml, reviewCsv, reviewJson].map((write) => write(forAudience(content, "public"))).join("\n");
    for (const hidden of ["Mira", "Kim", "stopped trusting", "fourth time"]) expect(said).not.toContain(hidden);
    expect(said).toContain("A retry budget of 0");
    expect(forAudience(content, "internal")).toBe(content);
  });
});
