import { allDeliveriesSentence } from "./AllDeliveriesView.tsx";
import { daysOf, missingWords, monthsCsv, monthWords } from "./monthWords.ts";
import { describe, expect, it } from "vitest";
import { hours } from "../data/words.ts";
import { globalId } from "../data/globalId.ts";
import { incidentFilter } from "../incident/IncidentsView.tsx";
import { deployFilter } from "../deploy/DeploysView.tsx";
import { componentLines } from "./AvailabilityReportView.tsx";
import { joined } from "./bars.ts";
import { weekBars } from "./DeliveryReportView.tsx";
import { monthBars, timeRows } from "./IncidentReportView.tsx";
import type { AvailabilityFigures, DeliveryFigures, IncidentFigures, Summary } from "./reportDocuments.ts";
import { deliveredHref, downtimeHref, incidentsHref } from "./reportLinks.ts";
import { monthDays, questionOf, weekDays, wholeWindow, within } from "./reportQuestion.ts";
import type { Question } from "./reportQuestion.ts";
import {
  allServicesSentence, availabilitySentence, benchmarkSentence, deliverySentence, incidentReportSentence, minutes, nothingSentence, rateOf,
} from "./reportWords.ts";

const now = Date.parse("2026-11-23T14:00:00Z");
const question: Question = { service: "search", window: "365d", impact: ["major", "critical"], basis: "releases" };
const summary = (part: Partial<Summary> = {}): Summary => ({
  n: 3, mean: 70, medianLinear: 60, p90NearestRank: 120, p90Linear: 108, min: 30, max: 120, ...part,
});
const valuesOf = (href: string) => Object.fromEntries(new URL(href, "http://console").searchParams);

const incidents: IncidentFigures = {
  incidents: 4,
  byImpact: { none: 0, minor: 1, major: 2, critical: 0, maintenance: 1 },
  perMonth: { "2026-10": 1, "2026-11": 3 },
  timeToResolveMinutes: {
    all: summary(), nonzero: summary(), byImpact: { none: summary({ n: 0 }), minor: summary({ n: 1 }), major: summary({ n: 2 }) },
  },
  records: {
    byImpact: { major: ["b", "c"], minor: ["a"], maintenance: ["m"] },
    perMonth: { "2026-10": ["a"], "2026-11": ["b", "c", "m"] },
    timeToResolveMinutes: [
      { id: "a", impact: "minor", minutes: 30 },
      { id: "b", impact: "major", minutes: 60 },
      { id: "c", impact: "major", minutes: 120 },
    ],
    unmeasured: [],
  },
};

describe("a report's question", () => {
  it("stands in the URL, with the usual where nothing is said", () => {
    expect(questionOf(new URLSearchParams("service=search&window=90d&impact=minor,nonsense&basis=deploys"), "first")).toEqual({
      service: "search", window: "90d", impact: ["minor"], basis: "deploys",
    });
    expect(questionOf(new URLSearchParams("impact="), "first")).toEqual({
      service: "first", window: "90d", impact: ["major", "critical"], basis: "releases",
    });
    expect(questionOf(new URLSearchParams("window=all"), "").window).toBeUndefined();
    const within = (text: string) => questionOf(new URLSearchParams(`within=${text}`), "").within;
    expect(["24", "720"].map(within)).toEqual([24, 720]);
    expect(["721", "0", "1e2", "-3", ""].map(within).every((each) => each === undefined)).toBe(true);
  });

  it("has a window that begins with the first record and ends now where none is chosen", () => {
    expect(wholeWindow(null, { first: "2022-03-26T01:43:00Z", now })).toEqual({
      from: "2022-03-26T01:43:00Z", to: "2026-11-23T14:00:00.000Z",
    });
    expect(wholeWindow({ from: "2026-01-01T00:00:00.000Z" }, { first: null, now })).toMatchObject({ from: "2026-01-01T00:00:00.000Z" });
    expect(wholeWindow(null, { first: null, now })).toBeNull();
    expect(wholeWindow({ from: "2027-01-01T00:00:00.000Z" }, { first: null, now })).toBeNull();
  });
});

describe("the days of a bar", () => {
  it("are those of the month and of the ISO week", () => {
    expect(monthDays("2024-02")).toEqual({ first: "2024-02-01", last: "2024-02-29" });
    expect([weekDays("2026-W01"), weekDays("2026-W53"), weekDays("2021-W01")]).toEqual([
      { first: "2025-12-29", last: "2026-01-04" },
      { first: "2026-12-28", last: "2027-01-03" },
      { first: "2021-01-04", last: "2021-01-10" },
    ]);
  });

  it("are cut to the report's window", () => {
    const days = { first: "2026-11-01", last: "2026-11-30" };
    expect(within(days, null)).toBe("2026-11-01..2026-11-30");
    expect(within(days, { from: "2026-11-10T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" })).toBe("2026-11-10..2026-11-20");
  });

  it("join without losing any when there are too many", () => {
    const bars = Array.from({ length: 7 }, (_, at) => ({
      key: `k${at}`, first: `f${at}`, last: `l${at}`, words: `w${at}`, count: 2, marked: at % 2,
    }));
    const three = joined(bars, 3);
    expect(three.map(({ words, first, last, count, marked }) => [words, first, last, count, marked])).toEqual([
      ["w0 to w2", "f0", "l2", 6, 1],
      ["w3 to w5", "f3", "l5", 6, 2],
      ["w6", "f6", "l6", 2, 0],
    ]);
    expect(joined(bars, 7)).toEqual(bars);
  });
});

describe("a number opens the records behind it", () => {
  it("of incidents, as the list is asked", () => {
    const values = valuesOf(
      incidentsHref(question, { started: "2026-11-01..2026-11-30", impact: "major", lasted: "some", longestFirst: true }),
    );
    expect(values).toEqual({
      service: "search", started: "2026-11-01..2026-11-30", counted: "yes", impact: "major", lasted: "some", sort: "DURATION_DESC",
    });
    expect(incidentFilter(values, now)).toMatchObject({
      service: "search", counted: true, impact: ["major"], lastedAtLeastMs: 1, startedFrom: "2026-11-01T00:00:00.000Z",
      startedTo: "2026-12-01T00:00:00.000Z",
    });
  });

  it("of downtime, by level and component", () => {
    expect(incidentFilter(valuesOf(downtimeHref(question, { during: "365d", component: "API" })), now)).toMatchObject({
      downtime: { from: "2025-11-24T00:00:00.000Z", to: "2026-11-23T14:00:00.000Z", impact: ["major", "critical"], component: "API" },
    });
  });

  it("of what was delivered, and of what failed", () => {
    expect(valuesOf(deliveredHref(question, { days: "2026-11-16..2026-11-22", outcome: "failed" }))).toEqual({
      service: "search", released: "2026-11-16..2026-11-22", reverted: "yes",
    });
    const values = valuesOf(deliveredHref({ ...question, basis: "deploys", window: undefined }, { outcome: "failed" }));
    expect(deployFilter(values, now)).toMatchObject({ service: "search", counted: { from: "1970-01-01T00:00:00.000Z", failed: true } });
    const within = valuesOf(deliveredHref({ ...question, basis: "deploys", within: 24 }, { outcome: "failed" }));
    expect(deployFilter(within, now)).toMatchObject({ counted: { failed: true, attributeWithinHours: 24 } });
    expect(valuesOf(deliveredHref({ ...question, basis: "deploys", within: 24 }))).not.toHaveProperty("within");
  });

  it("of the longest, the incident itself", () => {
    const rows = timeRows(incidents, question);
    expect(rows.map(({ key, longest }) => [key, longest])).toEqual([
      ["all", `/incidents/${globalId("Incident", "c")}`],
      ["nonzero", `/incidents/${globalId("Incident", "c")}`],
      ["major", `/incidents/${globalId("Incident", "c")}`],
      ["minor", `/incidents/${globalId("Incident", "a")}`],
    ]);
  });
});

describe("pictures", () => {
  it("mark what is grave", () => {
    expect(monthBars(incidents).map(({ words, count, marked }) => [words, count, marked])).toEqual([
      ["October 2026", 1, 0],
      ["November 2026", 3, 2],
    ]);
  });

  it("keep a place for a month without any", () => {
    const figures = { perMonth: { "2025-11": 1, "2026-02": 2 }, records: { ...incidents.records, perMonth: {} } };
    expect(monthBars(figures).map(({ key, count }) => [key, count])).toEqual([
      ["2025-11", 1],
      ["2025-12", 0],
      ["2026-01", 0],
      ["2026-02", 2],
    ]);
    expect(
      monthBars({ ...figures, perMonth: { "2026-01": 3 } }, { from: "2025-12-01T00:00:00.000Z", to: "2026-03-01T00:00:00.000Z" }).map(
        ({ key, count }) => [key, count],
      ),
    ).toEqual([
      ["2025-12", 0],
      ["2026-01", 3],
      ["2026-02", 0],
    ]);
  });

  it("mark what was taken back", () => {
    const failed = [{ version: "v2", restoredBy: "v3", hours: 4, commits: [] }];
    expect(weekBars({ perIsoWeek: { "2026-W47": 2 }, records: { perIsoWeek: { "2026-W47": ["v1", "v2"] }, failed } })).toMatchObject([
      { words: "week 47 of 2026", count: 2, marked: 1 },
    ]);
  });
});

describe("a report in words", () => {
  it("tells incidents with percentiles", () => {
    expect(incidentReportSentence(incidents, question)).toBe(
      "4 incidents of search, last year, 2 major. To resolve them, the 3 took between 30 min and 2 h.",
    );
    expect(incidentReportSentence({ ...incidents, incidents: 0 }, { ...question, window: undefined })).toBe("No incidents of search.");
    expect(
      incidentReportSentence(
        { ...incidents, timeToResolveMinutes: { ...incidents.timeToResolveMinutes, all: summary({ n: 0 }) } },
        question,
      ),
    ).toContain("None has a known time");
  });

  const availability: AvailabilityFigures = {
    windowMinutes: 525_600,
    components: {
      API: { incidents: 1, downtimeMinutes: 30, availabilityPercent: 99.99429 },
      Web: { incidents: 2, downtimeMinutes: 90, availabilityPercent: 99.98287 },
    },
    any: { incidents: 3, downtimeMinutes: 110, availabilityPercent: 99.97907 },
    records: { withoutEnd: ["x"] },
  };
  it("calls availability what it is, and says where it is too good", () => {
    expect(availabilitySentence(availability, question)).toBe(
      "99.979 % of the time (last year) was without a declared incident at major or critical; 3 incidents cover the other 1 h 50 m. Web was hurt longest, 1 h 30 m. One incident has no known end and counts as no downtime: the figures are too good by that.",
    );
    expect(componentLines(availability).map(({ name }) => name)).toEqual(["Web", "API"]);
  });

  it("tells delivery by releases and by deploys", () => {
    const figures: DeliveryFigures = {
      basis: "releases", releases: 41, deploys: null, weeks: 20, perIsoWeek: {}, perWeekMean: 2.05,
      leadTimeHours: { ...summary({ n: 30, medianLinear: 19, p90Linear: 70 }), clamped: 0 }, failed: 2, revertRatePercent: 4.878,
      changeFailRatePercent: null, timeToRestoreHours: summary(), recoveryTimeHours: null, withoutCommits: null, takenBack: 3,
      takenBackPercent: 7.3, rework: null, reworkRatePercent: null, benchmark: null, records: { perIsoWeek: {}, failed: [] },
    };
    expect(deliverySentence(figures, question)).toBe(
      "41 releases of search, last year, 2 a week. From writing a commit to its release, half took 19 h or less, nine in ten 2 d 22 h or less. 2 were taken back in part (4.9 %, and 3 in all words: at least 7.3 %).",
    );
    expect(deliverySentence({ ...figures, basis: "deploys", releases: null, deploys: 1, perWeekMean: null, failed: 0 }, question)).toMatch(
      /^1 deploy to production of search, last year\. .* None failed\.$/u,
    );
  });

  it("tells what deploys come to beside others, and nothing of what is not known", () => {
    const others = {
      name: "DORA 2024", source: "a report", perWeek: "elite", leadTimeHours: null, recoveryHours: "high", failPercent: "medium",
    };
    expect(benchmarkSentence({ benchmark: others })).toBe(
      "Beside DORA 2024, how often it is deployed is elite, the recovery is high, the share that failed is nearest to medium.",
    );
    expect(benchmarkSentence({ benchmark: null })).toBeNull();
    expect(benchmarkSentence({ benchmark: { ...others, perWeek: null, recoveryHours: null, failPercent: null } })).toBeNull();
  });

  it("says of a few how many they are, and no percentiles or percentages", () => {
    const of = (n: number) =>
      incidentReportSentence({ ...incidents, timeToResolveMinutes: { ...incidents.timeToResolveMinutes, all: summary({ n }) } }, question);
    expect(of(2)).toContain("the two took between 30 min and 2 h");
    expect(of(5)).toContain("half took 1 h or less, nine in ten");
    expect([rateOf(1, 2, 50), rateOf(1, 20, 5), rateOf(0, 0, null)]).toEqual(["1 of 2", "5 %", "–"]);
  });

  it("tells all services by the worst", () => {
    const line = (slug: string, downtimeMinutes: number, incidents: number) => ({
      service: { slug, name: slug }, incidents, critical: 0, major: 0, downtimeMinutes, availabilityPercent: 99, resolveMinutes: summary(),
    });
    expect(allServicesSentence([line("search", 90, 2), line("mail", 0, 0)], question)).toBe(
      "1 of 2 services had incidents, last year: search worst, 1 h 30 m at major or critical.",
    );
    expect(allServicesSentence([line("mail", 0, 0)], question)).toBe("No incident of 1 service, last year.");
  });

  it("says so where there is nothing to count", () => {
    expect(nothingSentence("availability", question)).toBe("No incident of search is known, so there is no time to count from.");
    expect(nothingSentence("delivery", { ...question, basis: "deploys" })).toBe("Nothing of search was deployed yet.");
  });

  it("never rounds a little downtime away, and says what is not known", () => {
    expect([minutes(null), hours(undefined)]).toEqual(["–", "–"]);
    expect([minutes(62), hours(0.005), hours(2.5), hours(50_756)]).toEqual(["1 h 2 m", "18 s", "2 h 30 m", "2,115 d"]);
  });
});

describe("availability by month", () => {
  const observed = { observedMinutes: 44_640, downtimeMinutes: 30, incidents: 2, availabilityPercent: 99.93 };
  const unknown = { observedMinutes: 0, downtimeMinutes: 0, incidents: 0, availabilityPercent: null };
  const month = (name: string, figures: typeof observed | typeof unknown) => ({
    month: name, from: `${name}-01T00:00:00.000Z`, to: `${name}-28T00:00:00.000Z`, running: false, ...figures,
  });
  const line = (slug: string, observedFrom: string) => ({
    service: { slug, name: slug }, observedFrom, months: [month("2025-12", unknown), month("2026-01", observed)], total: observed,
  });

  it("names every month with its year, and opens its days, cut to the window", () => {
    expect([monthWords("2025-12"), monthWords("2026-01", true)]).toEqual(["December 2025", "Jan 2026"]);
    expect(daysOf(month("2026-01", observed), { from: "2026-01-10T00:00:00.000Z", to: "2026-02-01T00:00:00.000Z" })).toBe(
      "2026-01-10..2026-01-31",
    );
  });

  it("says in words what is missing", () => {
    expect(missingWords([line("search", "2025-01-01T00:00:00.000Z")], "2025-06-01")).toBeNull();
    expect(missingWords([line("search", "2026-01-01T00:00:00.000Z")], "2025-06-01")).toBe(
      "Nothing is known of search before 1 January 2026: time before that is not observed, and counts neither as up nor as down.",
    );
    expect(missingWords([line("search", "2026-01-01T00:00:00.000Z"), line("pay", "2025-12-24T00:00:00.000Z")], "2025-06-01")).toContain(
      "Of pay too something is known only since",
    );
  });

  it("is taken along with every month of every service, and no percentage where nothing was observed", () => {
    expect(monthsCsv([line("search", "2026-01-01T00:00:00.000Z")]).trim().split(/\r?\n/u)).toEqual([
      "service,month,from,to,observedMinutes,downtimeMinutes,incidents,availabilityPercent",
      "search,2025-12,2025-12-01T00:00:00.000Z,2025-12-28T00:00:00.000Z,0,0,0,",
      "search,2026-01,2026-01-01T00:00:00.000Z,2026-01-28T00:00:00.000Z,44640,30,2,99.93",
    ]);
  });
});

it("delivery of all services says where it is worst, and that nothing is blended", () => {
  const line = (slug: string, releases: number, failed: number) => ({
    service: { slug, name: slug },
    report: {
      basis: "releases" as const, releases, deploys: null, failed, revertRatePercent: null, changeFailRatePercent: null,
      leadTimeHours: { n: 0, mean: null, medianLinear: null, p90NearestRank: null, p90Linear: null, min: null, max: null, clamped: 0 },
    },
  });
  expect(allDeliveriesSentence([line("search", 3, 1), line("pay", 2, 0), line("idle", 0, 0)], "releases")).toBe(
    "2 of 3 services were released: search worst, 1 of 3 releases taken back in part. Each stands for itself: services are not blended, as DORA advises.",
  );
  expect(allDeliveriesSentence([line("idle", 0, 0)], "deploys")).toBe("Nothing was deployed in this time.");
});
