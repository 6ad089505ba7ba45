import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IncidentRecord } from "@ballast/schema";
import { afterAll, describe, expect, it } from "vitest";
import { cachetItems, cachetLists } from "./cachet.ts";
import { statuspageSource } from "./files.ts";
import { cachetSource, upptimeSource } from "./pages.ts";
import type { SourceItem } from "./source.ts";
import { upptimeItems } from "./upptime.ts";

const unsaid = { impact: "major", offset: "Z" } as const;
const recordOf = (item: SourceItem | undefined): IncidentRecord | null => (item?.record ?? null) as IncidentRecord | null;
const lists = (page: unknown) => cachetLists(page) ?? { incidents: [], schedules: [], components: new Map<string, string>() };
const cachet = (page: unknown): readonly SourceItem[] => cachetItems(lists(page), unsaid);

/** As version 2.4 answers `GET /api/v1/incidents`. */
const two = {
  id: 7, component_id: 3, name: "Orders fail", status: 4, visible: 1, stickied: false, message: "We look.",
  occurred_at: "2019-06-01 10:00:00", created_at: "2019-06-01 10:02:00",
  updated_at: "2019-06-01 12:30:00", deleted_at: null, is_resolved: true, latest_status: 4,
  human_status: "Fixed", permalink: "https://status.example.com/incidents/7",
  updates: [
    { id: 2, incident_id: 7, status: 4, message: "It is over.", created_at: "2019-06-01 11:40:00" },
    { id: 1, incident_id: 7, status: 2, message: "It is the queue.", created_at: "2019-06-01 10:30:00" },
  ],
};

describe("Cachet's history", () => {
  it("comes from version 2: when it occurred, its component, its updates in order, and when it was fixed", () => {
    const [item] = cachet({ incidents: { meta: {}, data: [two] }, components: { data: [{ id: 3, name: "Orders" }] } });
    expect(item?.problems).toEqual([]);
    expect(recordOf(item)).toMatchObject({
      sourceId: "incident/7", title: "Orders fail", impact: "major", components: ["Orders"], startedAt: "2019-06-01T10:00:00Z",
      resolvedAt: "2019-06-01T11:40:00Z", url: "https://status.example.com/incidents/7",
    });
    expect(recordOf(item)?.updates.map(({ at, status, body }) => [at.slice(11, 16), status, body])).toEqual([
      ["10:00", "Investigating", "We look."], ["10:30", "Identified", "It is the queue."], ["11:40", "Fixed", "It is over."],
    ]);
  });

  it("comes from version 3, as JSON:API has it, in the zone that it is told in", () => {
    const page = {
      data: [{
        id: "9", type: "incidents",
        attributes: {
          id: 9, name: "Search is slow", message: "We look.", component_id: null, visible: 1, status: { human: "Fixed", value: 4 },
          occurred: { human: "a year ago", string: "2025-03-01 10:00:00" }, created: { string: "2025-03-01 10:01:00" },
          updated: { string: "2025-03-01 11:00:00" },
        },
        relationships: { components: { data: [{ id: "4", type: "components" }] }, updates: { data: [{ id: "5", type: "updates" }] } },
      }],
      included: [
        { id: "4", type: "components", attributes: { id: 4, name: "Search" } },
        ...[["5", 4, "Fixed.", "50"], ["6", 2, "Another one's.", "20"]].map(([id, value, message, minute]) => ({
          id, type: "updates", attributes: { id, status: { value }, message, created: { string: `2025-03-01 10:${String(minute)}:00` } },
        })),
      ],
    };
    const [item] = cachetItems(lists(page), { impact: "minor", offset: "+01:00" });
    expect(recordOf(item)).toMatchObject({
      sourceId: "incident/9", impact: "minor", components: ["Search"], startedAt: "2025-03-01T10:00:00+01:00",
      resolvedAt: "2025-03-01T10:50:00+01:00",
    });
    expect(recordOf(item)?.updates).toHaveLength(2);
  });

  it("has its schedules as maintenance, and says of each why it does not come in", () => {
    const items = cachet({
      incidents: [
        { ...two, id: 1, visible: 0 }, { ...two, id: 2, deleted_at: "2019-07-01 00:00:00" },
        { ...two, id: 3, occurred_at: "soon", created_at: "later" }, "no",
      ],
      schedules: { data: [{
        id: 5, name: "New disks", message: "Orders wait.", status: 2, scheduled_at: "2019-08-01 22:00:00",
        completed_at: "2019-08-01 23:30:00",
      }] },
    });
    expect(items.slice(0, 2).map(({ problems }) => problems)).toEqual([["it is not shown to everybody there"], ["it was deleted there"]]);
    expect(items.slice(2, 4).map(({ record }) => record)).toEqual([null, null]);
    expect(items.slice(2, 4).every(({ problems }) => problems.length > 0)).toBe(true);
    expect(recordOf(items[4])).toMatchObject({
      sourceId: "schedule/5", impact: "maintenance", startedAt: "2019-08-01T22:00:00Z", resolvedAt: "2019-08-01T23:30:00Z",
      plan: { from: "2019-08-01T22:00:00Z", until: "2019-08-01T23:30:00Z" },
    });
    expect(cachetLists({ page: {} })).toBeNull();
  });
});

const summary = [{
  name: "Hacker News", slug: "hacker-news", url: "https://news.ycombinator.com",
  dailyMinutesDown: { "2022-07-08": 538, "2022-11-19": 139 },
}];
/** As GitHub's API gives an issue that Upptime opened and closed. */
const down = {
  number: 812, title: "🛑 Hacker News is down", state: "closed", labels: [{ name: "status" }, { name: "hacker-news" }],
  body: "In [`abc`](https://github.com/o/r/commit/abc), Hacker News (https://news.ycombinator.com) was **down**:\n- HTTP code: 0",
  created_at: "2022-07-08T09:00:00Z", closed_at: "2022-07-08T17:55:00Z", html_url: "https://github.com/o/r/issues/812", comments: 1,
};
const now = Date.parse("2023-01-01T00:00:00Z");

describe("Upptime's history", () => {
  it("comes from its issues: down or degraded, by site, from their opening to their closing", () => {
    const degraded = {
      number: 900, title: "⚠️ Hacker News has degraded performance", labels: ["status", "hacker-news"], body: "slow",
      createdAt: "2022-09-01T10:00:00Z", closedAt: null, url: "https://github.com/o/r/issues/900",
      comments: [{ body: "We look.", createdAt: "2022-09-01T10:20:00Z" }],
    };
    const items = upptimeItems({ summary, issues: [down, degraded] }, now);
    expect(recordOf(items[0])).toMatchObject({
      sourceId: "812", title: "Hacker News is down", impact: "critical", components: ["Hacker News"], startedAt: "2022-07-08T09:00:00Z",
      resolvedAt: "2022-07-08T17:55:00Z", url: "https://github.com/o/r/issues/812",
    });
    expect(recordOf(items[1])).toMatchObject({ impact: "minor", resolvedAt: null });
    expect(recordOf(items[1])?.updates.map(({ body }) => body)).toEqual(["slow", "We look."]);
  });

  it("says of each day of which its issues tell less than its summary that nothing comes in of it", () => {
    const items = upptimeItems({ summary, issues: [down] }, now);
    expect(items.slice(1).map(({ record, problems }) => [record, problems])).toEqual([[null, [
      "Hacker News, 2022-11-19: down for 139 minutes by its summary, and for 0 by its issues; at which hour the rest was is not said",
    ]]]);
  });

  it("has maintenance from its issues' comments, and leaves out what is about no site", () => {
    const planned = {
      number: 5, title: "New disks", labels: [{ name: "maintenance" }], created_at: "2022-05-01T00:00:00Z",
      body: "<!--\nstart: 2022-05-02T22:00:00Z\nend: 2022-05-02T23:00:00Z\nexpectedDown: hacker-news\n-->\nOrders wait.",
    };
    const items = upptimeItems({
      summary: [],
      issues: [planned, { ...down, pull_request: {} }, { number: 6, title: "Please add a site", labels: [] }, { ...planned, body: "soon" }],
    }, now);
    expect(recordOf(items[0])).toMatchObject({
      sourceId: "5", impact: "maintenance", plan: { from: "2022-05-02T22:00:00Z", until: "2022-05-02T23:00:00Z" },
    });
    expect(items.slice(1).map(({ problems }) => problems[0]))
      .toEqual(["it is a pull request", "it is no issue about a site", "it is a maintenance without a start"]);
  });
});

describe("what is no history", () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-refusals-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const saved = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const limited = { message: "API rate limit exceeded for 192.0.2.1.", documentation_url: "https://docs.github.com/rest" };

  it.each([["alone", limited], ["among its pages", [[down], limited]], ["of no list", {}]])(
    "of GitHub, %s, is refused and not taken for an empty one", async (_, content) => {
      mkdirSync(join(folder, "history"), { recursive: true });
      saved("history/summary.json", summary);
      const issues = saved("issues.json", content);
      await expect(upptimeSource(folder, { issues, now })).rejects.toThrow(
        Object.keys(content).length === 0 ? "is no list of issues" : "API rate limit exceeded for 192.0.2.1.",
      );
    },
  );

  it.each([
    [{ errors: [{ id: "x", status: 429, title: "Too Many Requests", detail: "Rate limit exceeded" }] }, "Rate limit exceeded"],
    [{ message: "Server Error" }, "Server Error"],
    [{ incidents: { data: [two] }, schedules: { message: "Too Many Attempts." } }, "Too Many Attempts."],
  ])("of a Cachet is refused with what it says: %j", async (content, why) => {
    await expect(cachetSource(saved("cachet.json", content), unsaid)).rejects.toThrow(why);
  });

  it("is no record without an id among others: that one alone is left out", async () => {
    const { id: _, ...without } = two;
    await expect(cachetSource(saved("mixed.json", [two, without]), unsaid)).resolves.toBeDefined();
  });

  it("of another status page as well", async () => {
    await expect(statuspageSource(saved("page.json", { error: "Page not found" }))).rejects.toThrow("Page not found");
  });
});

describe("records that nothing names", () => {
  it("come in as none, each told, and never as one", () => {
    const { id: _, ...without } = two;
    const items = cachet({ incidents: [without, { ...without, id: {} }], schedules: [{ name: "New disks" }] });
    expect(items.map(({ record, problems }) => [record, problems])).toEqual(items.map(() => [null, ["missing: id"]]));
    const { number: __, ...unnumbered } = down;
    expect(upptimeItems({ summary: [], issues: [unnumbered, unnumbered] }, now).map(({ record, problems }) => [record, problems]))
      .toEqual([[null, ["missing: number"]], [null, ["missing: number"]]]);
  });
});

describe("times of a zone", () => {
  it("have its summer's hours and its winter's, and an hour that is skipped or shown twice is one", () => {
    const at = (occurred: string) =>
      recordOf(cachetItems(lists([{ ...two, occurred_at: occurred, updates: [] }]), { ...unsaid, zone: "Europe/Berlin" })[0])?.startedAt;
    expect(at("2019-06-01 10:00:00")).toBe("2019-06-01T08:00:00.000Z");
    expect(at("2019-12-01 10:00:00")).toBe("2019-12-01T09:00:00.000Z");
    expect(at("2019-03-31 02:30:00")).toBe("2019-03-31T01:00:00.000Z");
    expect(at("2019-10-27 02:30:00")).toBe("2019-10-27T00:30:00.000Z");
  });
});

describe("texts that are long and empty", () => {
  const blank = " ".repeat(600_000);

  // Each of these took minutes: a pattern looked at a run of blanks once for each of them. Slow again, they run into the time a spec has.
  it("are read in one go", () => {
    const planned = {
      number: 5, title: `🛑${blank}x`, labels: ["maintenance"], created_at: "2022-05-01T00:00:00Z",
      body: `${"\n".repeat(300_000)}start:${blank}2022-05-02T22:00:00Z${blank}x\n${"<!--".repeat(150_000)}`,
    };
    expect(upptimeItems({ summary: [], issues: [planned, { ...down, title: `🛑 a${blank}b${blank}` }] }, now)).toHaveLength(2);
    expect(cachet([{ ...two, name: `Orders${blank}fail` }])).toHaveLength(1);
  });
});

describe("where they are read from", () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-pages-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is a file of Cachet's, and a folder of Upptime's with its issues beside", async () => {
    writeFileSync(join(folder, "cachet.json"), JSON.stringify({ data: [two] }));
    expect(await cachetSource(join(folder, "cachet.json"), unsaid)).toMatchObject({ kind: "cachet", expected: 1 });
    mkdirSync(join(folder, "history"));
    writeFileSync(join(folder, "history", "summary.json"), JSON.stringify(summary));
    await expect(upptimeSource(folder, { now })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    writeFileSync(join(folder, "issues.json"), JSON.stringify([[down], []]));
    expect(await upptimeSource(folder, { now })).toMatchObject({ kind: "upptime", expected: 2 });
    await expect(cachetSource(join(folder, "history", "summary.json"), unsaid)).resolves.toMatchObject({ expected: 1 });
    await expect(upptimeSource(join(folder, "nowhere"), { now })).rejects.toMatchObject({ code: "USAGE" });
  });
});
