import { describe, expect, it } from "vitest";
import {
  forAudience, reviewCsv, reviewHtml, reviewJson, reviewMarkdown, type DocumentEntry, type DocumentLine, type ReviewContent,
} from "./index.ts";

const line = (more: Partial<DocumentLine>): DocumentLine => ({
  section: "learning", text: "No data looks like good news", author: "Kim Roy", agreed: [], factor: null, recurrence: null, at: null,
  about: null, ...more,
});
const entry = (more: Partial<DocumentEntry>): DocumentEntry => ({
  at: "2026-11-23T14:02:00.000Z", title: "Ana Kovač rolls back", detail: null, knownAfterMs: null, public: false, said: [], ...more,
});
const content: ReviewContent = {
  incident: "INC-214", title: "Checkout <fails>", publicTitle: "trouble with <Checkout>", severity: 1,
  summary: "Payments failed for a share of customers.", state: "held",
  heldAt: "2026-11-26T15:00:00+01:00", facilitator: "Mira Osei", joined: ["Mira Osei", "Kim Roy"],
  figures: { detect: 72_000, acknowledge: 48_000, mitigate: 1_000_000, resolve: null }, customers: 1_204,
  milestones: [{ name: "detected", at: "2026-11-23T14:01:12.000Z" }],
  timeline: [
    entry({ knownAfterMs: 720_000, said: [{ section: "differently", text: "The flag was off <before>", author: "Kim Roy" }] }),
    entry({ at: "2026-11-23T14:20:00.000Z", title: "Monitoring", detail: "Payments work again.", public: true }),
  ],
  moreMoments: 2, draftReadBy: ["Kim Roy"],
  lines: [
    line({}), line({ section: "note", text: "I stopped trusting the judge" }),
    line({
      section: "factor", text: "A retry budget of 0", factor: { word: "configuration", effect: "caused" }, agreed: ["Mira Osei"],
      recurrence: "the fourth time with this factor", at: "2026-11-23T14:00:00.000Z",
    }),
    line({ section: "learning", text: "=HYPERLINK(1), \"x\"" }),
    line({ section: "surprise", text: "Nobody had the runbook" }),
    line({ section: "surprise", text: "My pager was off", at: "2026-11-23T14:02:00.000Z", about: "Ana Kovač rolls back" }),
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
    expect(text).not.toContain("## Decisions");
  });

  it("tells all that is known of it, in this order", () => {
    expect(reviewMarkdown(content)).toBe(`# Review of INC-214: Checkout \\<fails\\>

Payments failed for a share of customers.

- Severity: 1
- State: held
- Held: 2026-11-26 14:00 UTC
- Led by: Mira Osei
- In the meeting: Mira Osei, Kim Roy
- Draft read by: Kim Roy
- Detected after: 1 m 12 s
- Acknowledged after: 48 s
- Mitigated after: 16 m 40 s
- Customers hit: 1204

## Milestones

- 2026-11-23 14:01 UTC: detected

## Timeline

- 2026-11-23 14:02 UTC: Ana Kovač rolls back (known 12 min later); Kim Roy saw it differently: “The flag was off \\<before\\>”
- 2026-11-23 14:20 UTC: Monitoring, Payments work again.
- and 2 more

## What contributed

- A retry budget of 0 (configuration, caused it; the fourth time with this factor; Kim Roy; agreed by Mira Osei; 2026-11-23 14:00 UTC)

## What we learned

- No data looks like good news (Kim Roy)
- =HYPERLINK(1), "x" (Kim Roy)

## Surprises

- Nobody had the runbook (Kim Roy)
- My pager was off (Kim Roy; 2026-11-23 14:02 UTC; Ana Kovač rolls back)

## Notes

- I stopped trusting the judge (Kim Roy)

## Short-term actions

- ACT-1 Pause after 5 looks (Kim Roy, 2026-12-02, open)

## Long-term changes

- ACT-2 A second source (proposed)
`);
  });

  it("leaves out what nobody knows, with its name", () => {
    const bare: ReviewContent = {
      incident: "INC-1", title: "Mail", publicTitle: "an incident", severity: null, summary: "Slow.",
      state: "preparing", heldAt: null, facilitator: null, joined: [],
      figures: { detect: null, acknowledge: null, mitigate: null, resolve: 3_600_000 }, customers: null, milestones: [],
      timeline: [], moreMoments: 0, draftReadBy: [], actions: [],
      lines: [line({ author: null, text: "One\r\n\nor two" })],
    };
    expect(reviewMarkdown(bare)).toBe(
      "# Review of INC-1: Mail\n\nSlow.\n\n- State: preparing\n- Resolved after: 1 h\n\n## What we learned\n\n- One or two\n",
    );
    expect(reviewHtml(bare)).toContain("<dl><dt>State</dt><dd>preparing</dd><dt>Resolved after</dt><dd>1 h</dd></dl>");
    expect(reviewCsv(bare).split("\r\n")[1]).toBe('INC-1,learning,"One');
  });

  it("runs and loads nothing as HTML, and opens as text in a spreadsheet", () => {
    expect(reviewHtml(content)).toContain("<h1>Review of INC-214: Checkout &lt;fails&gt;</h1>");
    expect(reviewHtml(content)).not.toMatch(/<script|src=|href=/u);
    expect(reviewHtml(content)).toContain("@media print");
    const rows = reviewCsv(content).split("\r\n");
    expect(rows[0]).toBe("incident,kind,text,factor,effect,who,agreed,moment,due,state");
    expect(rows).toContain(`INC-214,learning,"'=HYPERLINK(1), ""x""",,,Kim Roy,,,,`);
    expect(rows).toContain("INC-214,factor,A retry budget of 0,configuration,caused,Kim Roy,Mira Osei,2026-11-23T14:00:00.000Z,,");
    expect(rows).toContain("INC-214,timeline,\"Monitoring, Payments work again.\",,,,,2026-11-23T14:20:00.000Z,,");
    expect(rows.length).toBe(1 + content.timeline.length + content.lines.length + content.actions.length + 1);
    expect(reviewHtml(content)).toContain("<li>No data looks like good news (Kim Roy)</li><li>=HYPERLINK(1), &quot;x&quot; (Kim Roy)</li>");
    expect(reviewHtml(content)).toContain("<h2>Short-term actions</h2>");
    expect(rows).toContain("INC-214,shortTerm,ACT-1 Pause after 5 looks,,,Kim Roy,,,2026-12-02,open");
    expect(JSON.parse(reviewJson(content))).toEqual(content);
  });

  it("says nobody's name to the public, and neither notes nor what people saw differently", () => {
    const said = [reviewMarkdown, reviewHtml, reviewCsv, reviewJson].map((write) => write(forAudience(content, "public"))).join("\n");
    for (const hidden of ["Mira", "Kim", "Ana", "stopped trusting", "fourth time", "flag was off", "pager was off", "more"])
      expect(said).not.toMatch(new RegExp(`\\b${hidden}\\b`, "u"));
    expect(said).toContain("Monitoring, Payments work again.");
    expect(said).toContain("Nobody had the runbook");
    expect(said).toContain("A retry budget of 0");
    expect(forAudience(content, "internal")).toBe(content);
  });
});
