import { describe, expect, it } from "vitest";
import { mapAction } from "./actions.ts";
import { csvActions, jiraItems, jiraMoment } from "./jira.ts";
import { createProblems } from "./mapping.ts";

const given = {
  id: "PM-9#1", org: "DFDS", incident: "PM-9", incident_date: "2019-11-29", category: null, state: null,
  action: "**Plan for monitoring**: All components.", links: ["https://github.com/darkbitio/aws-recon>", "https://example.org/a."],
};

describe("a table of actions", () => {
  it("is not read where a comma has moved its cells, or two columns are one", () => {
    expect(csvActions("id,title,owner\nA-1,Fix it, soon,ann\nA-2,Mend,ann,,")).toMatchObject([
      { line: 2, record: null, problems: [expect.stringContaining("more cells than there are columns")] },
      { line: 3, record: { title: "Mend" } },
    ]);
    expect(() => csvActions("id,title,title\nA-1,a,b")).toThrow("It has the column title twice.");
  });
});

describe("an action of a list", () => {
  it("has its heading as its title, its incident's day, and its links without what stood behind them", () => {
    expect(mapAction(given)).toEqual({
      problems: [],
      record: {
        sourceId: "PM-9#1", kind: "shortTerm", title: "Plan for monitoring", text: "All components.", owner: null, dueOn: null,
        links: ["https://github.com/darkbitio/aws-recon", "https://example.org/a"], incident: "PM-9", state: "open",
        createdAt: "2019-11-29T00:00:00Z", doneAt: null,
      },
    });
  });

  it("that is long is cut for its title and kept whole", () => {
    const action = "word ".repeat(100).trim();
    const { record } = mapAction({ id: 1, action });
    expect(record).toMatchObject({ sourceId: "1", text: action, title: expect.stringMatching(/^word .*…$/u) });
    expect(mapAction({ id: 1, action: "Short" }).record).toMatchObject({ title: "Short", text: "" });
  });

  it("may say in its words where it stands, where it says it nowhere else", () => {
    const said = (action: string, state?: string) => mapAction({ id: 1, action, state }).record;
    expect(said("Status: Done - Monitor reads")).toMatchObject({ state: "done", title: "Monitor reads" });
    expect(said("Status: Unresolved – Improve it")).toMatchObject({ state: "open", title: "Improve it" });
    expect(said("Status: Done Improve it", "open")).toMatchObject({ state: "open", title: "Improve it" });
    expect(said("Status: Almost done")).toMatchObject({ state: "open", title: "Status: Almost done" });
  });

  it("without an id or words cannot be used; what else is odd is named, and the rest counts", () => {
    expect(mapAction({ action: "x" })).toMatchObject({ record: null, problems: ["missing: id"] });
    expect(mapAction({ id: "a", action: " " })).toMatchObject({ record: null, problems: ["missing: action"] });
    const odd = mapAction({ id: "a", action: "x", state: "purple", due: "soon", links: ["javascript:alert(1)"] });
    expect(odd.record).toMatchObject({ state: "open", dueOn: null, links: [] });
    expect(odd.problems).toHaveLength(3);
    expect(mapAction({ id: "a", action: "x", status: "Won't fix" }).record).toMatchObject({ state: "dropped" });
    expect(mapAction("x").record).toBeNull();
  });
});

describe("a Jira export", () => {
  const head = "Summary,Issue key,Issue id,Issue Type,Status,Resolution,Assignee,Created,Resolved,Due Date,Labels,Labels,Description";
  it("is read by its columns, quoted lines, repeated labels and all", () => {
    const rows = [
      "Alert on the queue,OPS-1,1,Task,In Progress,,ana,11/May/24 03:26 PM,,30/Sep/26 12:00 AM,long-term,sre,\"It filled,\nfor an hour\"",
      "Drop it,OPS-2,2,Bug,Closed,Won't Do,,11/May/24 12:26 AM,12/May/24 9:00 AM,,,,",
      "Own status,OPS-3,3,Bug,Shipped,Fixed,,2024-05-11 15:26,2024-05-12 09:00,,,,",
    ];
    const items = jiraItems([head, ...rows].join("\r\n"));
    expect(items.map(({ record }) => record)).toMatchObject([
      {
        sourceId: "OPS-1", kind: "longTerm", title: "Alert on the queue", text: "It filled,\nfor an hour", owner: "ana", state: "open",
        dueOn: "2026-09-30", createdAt: "2024-05-11T15:26:00.000Z",
      },
      { sourceId: "OPS-2", state: "dropped", createdAt: "2024-05-11T00:26:00.000Z", doneAt: null },
      { sourceId: "OPS-3", state: "done", doneAt: "2024-05-12T09:00:00.000Z" },
    ]);
    expect(items.map(({ line }) => line)).toEqual([2, 4, 5]);
  });

  it("refuses a row whose cells cannot be told apart, and a file of other columns", () => {
    expect(jiraItems("Summary,Issue key\nx,A-1,more")).toMatchObject([{ record: null }]);
    expect(jiraItems("Summary,Issue key\n,A-1")).toMatchObject([{ record: null, problems: ["missing: Summary"] }]);
    expect(() => jiraItems("a,b\n1,2")).toThrow("no column issue key, summary");
  });

  it("takes no day for a month", () => {
    const problems = createProblems();
    expect(jiraMoment("6/21/2025 16:14", "Created", problems)).toBe("2025-06-21T16:14:00.000Z");
    expect(jiraMoment("5/6/2025 16:14", "Created", problems)).toBeNull();
    expect(jiraMoment("31/Feb/25", "Created", problems)).toBeNull();
    expect(problems.list).toHaveLength(2);
  });
});
