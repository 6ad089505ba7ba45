import { describe, expect, it } from "vitest";
import { reportHtml, reportMarkdown, type ReportContent, type ReportedItem } from "./leadershipReport.ts";
import { reportDecider, type Report, type ReportCommand } from "./reportDecider.ts";

const item = (title: string, more: Partial<ReportedItem> = {}): ReportedItem => ({
  kind: "Mitigation", title, owner: "Kim Roy", dueOn: "2026-11-30", before: ["2026-11-01", "2026-10-01"], minutes: 395,
  why: "slipped twice", ...more,
});
const content: ReportContent = {
  position: "48213",
  at: "2026-11-23T00:00:09.000Z",
  timeZone: "UTC",
  build: "0.1.0",
  colour: "amber",
  because: ["the budget of Shop is burning at 1.5 × even pace"],
  changed: ["2 incidents", "1 new risk"],
  overdue: 5,
  objectives: [
    {
      name: "Shop",
      target: 99.8,
      availability: 99.7129,
      lately: [28, 30, 90].map((days) => ({ days, availability: 99.8 })),
      leftMinutes: 41,
      budgetMinutes: 265,
      goneBy: "2026-12-02T08:00:00.000Z",
    },
  ],
  expected: {
    total: 1_204,
    budget: 1_051.92,
    byTreatment: [
      ["unmitigated", 395],
      ["in progress", 605],
    ],
  },
  decisions: [item("Read replicas")],
  slipped: [],
};

describe("the report to the leadership", () => {
  it("says in Markdown what the board says, with the position and the moment it is of", () => {
    expect(reportMarkdown(content).split("\n")).toEqual([
      "# Availability program, 2026-11-23", "", "**Amber**: the budget of Shop is burning at 1.5 × even pace.", "",
      "Since Monday: 2 incidents, 1 new risk. 5 overdue.", "", "## Availability", "",
      "| Objective | Target | In its period | 28 d | 30 d | 90 d | Budget left |", "| --- | --- | --- | --- | --- | --- | --- |",
      "| Shop | 99.8 % | 99.712 % | 99.800 % | 99.800 % | 99.800 % | 41 of 265 min, gone by 2026-12-02 |", "",
      "## Expected bad minutes a year", "", "| Treatment | 1,204 of a budget of 1,052 min |", "| --- | --- |", "| unmitigated | 395 min |",
      "| in progress | 605 min |", "", "## Needs a decision", "", "| What | Kind | Owner | Due | At stake | Why now |",
      "| --- | --- | --- | --- | --- | --- |",
      "| Read replicas | Mitigation | Kim Roy | 2026-11-30 ← 2026-11-01 ← 2026-10-01 | 395 min | slipped twice |", "", "## Slips", "",
      "No promise was moved.", "", "---",
      "Made from position 48213 of the log, as of 2026-11-23T00:00:09.000Z, by Ballast 0.1.0. Incidents that not everybody may know of are in no figure.",
      "",
    ]);
  });

  it("has the days of the program's own clock, and says whose they are", () => {
    const late = reportMarkdown({ ...content, at: "2026-11-22T23:30:00.000Z", timeZone: "Europe/Zurich" });
    expect(late).toContain("# Availability program, 2026-11-23\n");
    expect(late).toContain("as of 2026-11-22T23:30:00.000Z (days of Europe/Zurich), by");
    const early = reportMarkdown({ ...content, at: "2026-11-24T03:30:00.000Z", timeZone: "America/New_York" });
    expect(early).toContain("# Availability program, 2026-11-23\n");
  });

  it("is one page, however much there is, and says how much more", () => {
    const many = { ...content, decisions: Array.from({ length: 40 }, (_, n) => item(`M-${String(n)}`)) };
    expect(reportMarkdown(many)).toContain("and 32 more");
    expect(reportHtml(many)).toContain("<p>and 32 more</p>");
  });

  it("shows what people wrote as text: it is no mark-up, no cell and no script", () => {
    const nasty = { ...content, decisions: [item("<script>alert(1)</script> | *x*\n# y", { owner: "\"><img src=x onerror=y>" })] };
    expect(reportHtml(nasty)).toContain("&lt;script&gt;alert(1)&lt;/script&gt; | *x*");
    expect(reportHtml(nasty)).not.toMatch(/<script|<img/);
    expect(reportMarkdown(nasty)).toContain("| \\<script\\>alert(1)\\</script\\> \\| \\*x\\* \\# y | Mitigation |");
  });
});

it("a week has one report: who makes it second makes nothing", () => {
  const command = {
    type: "MakeLeadershipReport", reportId: "00000910-0000-4000-8000-000000000001", monday: "2026-11-23", timeZone: "UTC",
    at: "2026-11-23T00:00:09.000Z", build: "0.1.0",
  } as const;
  const [made] = reportDecider.decide(command, reportDecider.initialState);
  expect(made).toMatchObject({ type: "LeadershipReportMade", data: { monday: "2026-11-23" } });
  const after = made === undefined ? reportDecider.initialState : reportDecider.evolve(reportDecider.initialState, made);
  expect(reportDecider.decide({ ...command, at: "2026-11-24T00:00:00.000Z" }, after)).toEqual([]);
});

describe("a report that was made", () => {
  const reportId = "00000910-0000-4000-8000-000000000001";
  const [ana, ben] = ["00000090-0000-4000-8000-000000000001", "00000090-0000-4000-8000-000000000002"] as const;
  const fold = (...commands: ReportCommand[]) =>
    commands.reduce<Report>(
      (report, command) => reportDecider.decide(command, report).reduce(reportDecider.evolve, report), { status: "absent" },
    );
  const made = {
    type: "MakeLeadershipReport", reportId, monday: "2026-11-23", timeZone: "UTC", at: "2026-11-23T00:00:09.000Z", build: "0.1.0",
  } as const;
  const written = {
    type: "WriteLeadershipReport", reportId, place: "48213", subject: "Green", markdown: "# Green", html: "<p>", pdf: null,
    readerIds: [ana, ben],
  } as const;

  it("is written once for those who read it, and sent once to each", () => {
    const report = fold(made, { ...written, readerIds: [ana, ben] }, { ...written, readerIds: [ben] });
    expect(report).toMatchObject({ status: "written", place: "48213", readerIds: [ana, ben], sentTo: [] });
    const sent = { type: "NoteReportSent", reportId, personId: ana, channels: ["mail"] } as const;
    expect(reportDecider.decide({ ...sent, channels: ["mail"] }, report)).toHaveLength(1);
    const after = fold(made, { ...written, readerIds: [ana, ben] }, { ...sent, channels: ["mail"] });
    expect(after).toMatchObject({ sentTo: [ana] });
    expect(reportDecider.decide({ ...sent, channels: ["mail"] }, after)).toEqual([]);
    expect(() => reportDecider.decide({ ...sent, channels: ["mail"] }, { status: "absent" })).toThrow(/not made/);
  });
});
