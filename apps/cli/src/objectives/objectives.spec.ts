import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { objectivesAsCsv, objectiveTable, recordsOf } from "@ballast/schema/tables";
import { asOpenSlo, type Exported } from "./exportObjectives.ts";
import { formats, type Format } from "./formats.ts";
import { parsedYaml } from "./yamlFile.ts";

const read = (format: Format, text: string) => formats[format](parsedYaml(text, "slos.yaml"));
const problems = (format: Format, text: string) =>
  read(format, text).flatMap((found) => found.problems.map(({ path, reason }) => `${path}: ${reason}`));
const one = (format: Format, text: string) => read(format, text)[0]?.objective;

const slo = (spec: string, version = "v1") =>
  `apiVersion: openslo/${version}\nkind: SLO\nmetadata: { name: web, displayName: Web }\nspec:\n  service: web\n  budgetingMethod: Occurrences\n${spec}`;
const ratio = (good: string, more = "") =>
  `  indicator:\n    spec:\n      ratioMetric:\n        counter: true\n        good: { metricSource: { type: Prometheus, spec: { query: '${good}' } } }\n        total: { metricSource: { type: prometheus, spec: { query: 'sum(all)' } } }\n${more}`;
const rolling = "  timeWindow: [{ duration: 4w, isRolling: true }]\n  objectives: [{ target: 0.999 }]\n";

describe("OpenSLO", () => {
  it("v1 is read: counters over the time that is counted, windows in days or of the calendar, targets to the thousandth", () => {
    expect(one("openslo", slo(ratio("sum(good)") + rolling))).toEqual({
      name: "Web", service: "web", targetPercent: 99.9, window: { kind: "rolling", days: 28 }, weighing: null,
      indicator: { counts: "good", query: "increase((sum(good))[{{.window}}:])", total: "increase((sum(all))[{{.window}}:])" },
    });
    const calendar =
      "  timeWindow: [{ duration: 1Q, isRolling: false, calendar: { startTime: 2026-04-01 00:00:00, timeZone: Europe/Zurich } }]\n";
    expect(
      one("openslo", slo(`${ratio("sum(rate(good[{{ .window }}]))")}${calendar}  objectives: [{ targetPercent: 99.5 }]\n`)),
    ).toMatchObject({
      targetPercent: 99.5,
      window: { kind: "calendar", unit: "quarter", timeZone: "Europe/Zurich" },
      indicator: { query: "sum(rate(good[{{.window}}]))" },
    });
  });

  it("finds an indicator and its source where they stand in the same file, and makes an objective of each target", () => {
    const text = [
      slo(
        "  indicatorRef: ok\n  timeWindow: [{ duration: 30d, isRolling: true }]\n  objectives: [{ displayName: Fine, target: 0.99 }, { displayName: Great, target: 0.999 }]\n",
      ),
      "apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: ok }\nspec: { ratioMetric: { bad: { metricSource: { metricSourceRef: p, spec: { query: 'sum(increase(bad[5m]))' } } }, total: { metricSource: { metricSourceRef: p, spec: { query: 'sum(increase(all[5m]))' } } } } }",
      "apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: p }\nspec: { type: Prometheus }",
    ].join("\n---\n");
    expect(read("openslo", text).flatMap(({ objective }) => objective ?? [])).toMatchObject([
      { name: "Web: Fine", targetPercent: 99, indicator: { counts: "bad", query: "sum(increase(bad[{{.window}}]))" } },
      { name: "Web: Great", targetPercent: 99.9 },
    ]);
    expect(problems("openslo", text.split("\n---\n")[0] ?? "")).toContain(
      "spec.indicatorRef: the SLI ok stands in no document of this file: put it there",
    );
  });

  it("v1alpha is read", () => {
    const source = (query: string) => `{ source: prometheus, queryType: promql, query: '${query}' }`;
    expect(
      one(
        "openslo",
        slo(
          `  timeWindows: [{ unit: Day, count: 30, isRolling: true }]\n  objectives:\n    - target: 0.999\n      ratioMetrics: { good: ${source("good[{{.window}}]")}, total: ${source("all[{{.window}}]")} }\n`,
          "v1alpha",
        ),
      ),
    ).toMatchObject({ targetPercent: 99.9, window: { kind: "rolling", days: 30 }, indicator: { query: "good[{{.window}}]" } });
  });

  it.each([
    [
      "slices of time",
      slo(ratio("a[5m]") + rolling).replace("Occurrences", "Timeslices"),
      "spec.budgetingMethod: Timeslices counts slices",
    ],
    [
      "another source",
      slo(ratio("a[5m]") + rolling).replace("type: Prometheus", "type: Datadog"),
      "spec.indicator.spec.ratioMetric.good.metricSource.type: what counts here is Prometheus, not Datadog",
    ],
    [
      "a calendar's week",
      slo(
        `${ratio("a[5m]")}  timeWindow: [{ duration: 1w, calendar: { startTime: 2026-01-01 00:00:00 } }]\n  objectives: [{ target: 0.9 }]\n`,
      ),
      "spec.timeWindow[0]: of calendars there are months",
    ],
    [
      "a month that begins at noon",
      slo(
        `${ratio("a[5m]")}  timeWindow: [{ duration: 1M, calendar: { startTime: 2026-01-01 12:00:00 } }]\n  objectives: [{ target: 0.9 }]\n`,
      ),
      "spec.timeWindow[0].calendar.startTime: a month begins at midnight",
    ],
    ["another range", slo(ratio("a[1h]") + rolling), "spec.indicator.spec.ratioMetric.good.metricSource.spec.query: it looks over [1h]"],
    [
      "a gauge",
      slo(ratio("a") + rolling).replace("counter: true", "counter: false"),
      "spec.indicator.spec.ratioMetric.good.metricSource.spec.query: a query without a range",
    ],
    ["all of the time", slo(ratio("a[5m]") + rolling).replace("0.999", "1"), "spec.objectives[0].target: a target lies between"],
    [
      "five nines and two",
      slo(ratio("a[5m]") + rolling).replace("0.999", "0.9999999"),
      "spec.objectives[0].target: a target has three decimals at most",
    ],
    [
      "a threshold",
      slo(`  indicator: { spec: { thresholdMetric: { metricSource: {} } } }\n${rolling}`),
      "spec.indicator.spec.thresholdMetric: a threshold says",
    ],
    ["another version", slo(rolling).replace("openslo/v1", "openslo/v2"), "apiVersion: what is read is"],
  ])("names %s with its path and why, and takes nothing of it", (_, text, problem) => {
    expect(read("openslo", text).map(({ objective }) => objective)).toEqual([null]);
    expect(problems("openslo", text)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });
});

describe("Sloth and Pyrra", () => {
  it("Sloth's events and ratios are read, thirty days unless told, also as Kubernetes gets them", () => {
    const events =
      "version: prometheus/v1\nservice: shop\nslos:\n  - name: requests\n    objective: 99.9\n    sli: { events: { error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}:]))' } }\n  - name: wifi\n    objective: 95\n    sli: { raw: { error_ratio_query: 'ratio[{{.window}}]' } }\n";
    expect(read("sloth", events).map(({ objective }) => objective)).toMatchObject([
      {
        name: "shop: requests", service: "shop", targetPercent: 99.9, window: { kind: "rolling", days: 30 },
        indicator: { counts: "bad", query: "sum(rate(e[{{.window}}]))" },
      },
      { name: "shop: wifi", indicator: { counts: "bad", query: "ratio[{{.window}}]", total: "vector(1)" } },
    ]);
    const inKubernetes =
      "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nspec: { service: shop, slos: [{ name: r, objective: 99, sli: { events: { errorQuery: 'e[5m]', totalQuery: 't[5m]' } } }] }";
    expect(one("sloth", inKubernetes)).toMatchObject({ name: "shop: r", indicator: { total: "t[{{.window}}]" } });
    expect(problems("sloth", `${events}    plugins: { chain: [] }\n`)).toEqual([
      expect.stringContaining("slos[1].plugins: plugins change what is measured"),
    ]);
  });

  it("Pyrra's ratios, latencies and probes are read; what is grouped is several objectives", () => {
    const pyrra = (indicator: string) =>
      `apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: nginx }\nspec: { target: '99.5', window: 2w, indicator: ${indicator} }`;
    expect(one("pyrra", pyrra("{ ratio: { errors: { metric: 'r{code=\"5..\"}' }, total: { metric: r } } }"))).toMatchObject({
      name: "nginx", service: null, targetPercent: 99.5, window: { kind: "rolling", days: 14 },
      indicator: { counts: "bad", query: 'sum(increase(r{code="5.."}[{{.window}}]))', total: "sum(increase(r[{{.window}}]))" },
    });
    expect(one("pyrra", pyrra("{ latency: { success: { metric: 'b{le=\"1\"}' }, total: { metric: c } } }"))).toMatchObject({
      indicator: { counts: "good" },
    });
    expect(one("pyrra", pyrra("{ bool_gauge: { metric: up } }"))).toMatchObject({
      indicator: { query: "sum(sum_over_time(up[{{.window}}]))", total: "sum(count_over_time(up[{{.window}}]))" },
    });
    expect(problems("pyrra", pyrra("{ ratio: { errors: { metric: r }, total: { metric: r }, grouping: [handler] } }"))).toEqual([
      expect.stringContaining("spec.indicator.ratio.grouping: grouping makes an objective of each"),
    ]);
  });
});

describe("a file", () => {
  it("that is a bomb of aliases, is nested without end or is no YAML is refused with what is wrong, and names nothing it inherits", () => {
    const bomb = [
      "a: &a [x, x, x, x, x, x, x, x, x]",
      ..."bcdefgh"
        .split("")
        .map((name, place) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[place] ?? ""}`).join(", ")}]`),
    ].join("\n");
    expect(() => parsedYaml(bomb, "slos.yaml")).toThrow(/repeats itself too often/u);
    expect(() => parsedYaml(`${"[".repeat(100_000)}`, "slos.yaml")).toThrow(/slos\.yaml is (nested too deeply|no YAML)/u);
    expect(() => parsedYaml("a: [", "slos.yaml")).toThrow(/slos\.yaml is no YAML/u);
    expect(() => parsedYaml("a: 1\na: 2", "slos.yaml")).toThrow(/slos\.yaml is no YAML/u);
    expect(parsedYaml("", "slos.yaml")).toEqual([]);
    expect(problems("openslo", "__proto__: { apiVersion: openslo/v1, kind: SLO }")).toEqual([
      "apiVersion: what is read is openslo/v1 and openslo/v1alpha",
    ]);
  });
});

describe("an export", () => {
  const exported = (other: Partial<Exported> = {}): Exported => ({
    id: "T2JqZWN0aXZlOjAwMDAwMDAw", name: "Größe & more", targetPercent: 99.95, overlap: "capped", maintenance: "counted", owner: null,
    window: { kind: "calendar", days: null, unit: "month", timeZone: "Europe/Zurich" }, indicator: null,
    weights: { criticalPercent: 100, majorPercent: 50, minorPercent: 0 },
    parts: [
      { service: { slug: "shop" }, component: "Payments", sharePercent: 60 },
      { service: { slug: "search" }, component: null, sharePercent: 40 },
    ],
    policy: { gateDeploys: true, askForActions: false },
    ...other,
  });

  it("as CSV is read again as what it was, every field of it", () => {
    const all = [
      exported({ owner: { login: "ada", name: "Ada" } }),
      exported({
        name: 'Search, "fast"', window: { kind: "rolling", days: 28, unit: null, timeZone: null },
        policy: { gateDeploys: false, askForActions: true },
        indicator: { counts: "bad", query: 'sum(e{a="b",c="d"}[{{.window}}])', total: "t[{{.window}}]" },
      }),
    ];
    const { rows, ignored } = recordsOf(objectivesAsCsv(all).join("\n"), objectiveTable);
    expect(ignored).toEqual([]);
    expect(rows.map(({ record }) => objectiveTable.read(record ?? {})).map((found) => ("row" in found ? found.row : found))).toEqual([
      {
        name: "Größe & more", targetPercent: 99.95, window: { kind: "calendar", unit: "month", timeZone: "Europe/Zurich" }, service: null,
        owner: "ada", indicator: null, policy: { gateDeploys: true, askForActions: false },
        weighing: {
          overlap: "capped", maintenance: "counted", weights: { criticalPercent: 100, majorPercent: 50, minorPercent: 0 },
          parts: [
            { service: "shop", component: "Payments", sharePercent: 60 }, { service: "search", component: null, sharePercent: 40 },
          ],
        },
      },
      expect.objectContaining({
        name: 'Search, "fast"', owner: null, window: { kind: "rolling", days: 28 }, indicator: all[1]?.indicator,
        policy: { gateDeploys: false, askForActions: true },
      }),
    ]);
  });

  it("as CSV names what cannot be used by its line and column, and takes nothing of that row", () => {
    const wrong = (row: string) =>
      recordsOf(`name;targetPercent;parts;window;counts;query;total;gateDeploys;more\n${row}`, objectiveTable).rows.map(({ record }) => {
        const found = objectiveTable.read(record ?? {});
        return "row" in found ? found.row.name : found.problems.map(({ column, reason }) => `${String(column)}: ${reason}`);
      })[0];
    expect(wrong("Shop;99,8;shop;;;;;;x")).toBe("Shop");
    expect(wrong("Shop;101;shop;31;;;;perhaps;")).toEqual([
      'targetPercent: "101" is no number from 0 to 100', 'window: "31" is neither days, as 30d, nor month, quarter or year',
      "gateDeploys: it is none of yes, no",
    ]);
    expect(wrong("Shop;99;;month;good;;;;")).toEqual([
      "parts: it is missing", "query: counts, query and total stand together or not at all",
    ]);
    expect(wrong("Shop;99;a b=1;;;;;;")).toEqual(['parts: "a b=1" is not like checkout=60 or search/Suggestions=10']);
    expect(() => recordsOf("name\nShop", objectiveTable)).toThrow("has no column targetPercent, parts");
  });

  it("as OpenSLO v1 is read again as what it was, by incidents and by requests", () => {
    const byRequests = exported({
      name: "Search", window: { kind: "rolling", days: 28, unit: null, timeZone: null },
      indicator: { counts: "bad", query: "e[{{.window}}]", total: "t[{{.window}}]" },
    });
    const text = asOpenSlo([exported(), byRequests]);
    expect(read("openslo", text)).toMatchObject([
      {
        problems: [],
        objective: {
          name: "Größe & more",
          targetPercent: 99.95,
          window: { kind: "calendar", unit: "month", timeZone: "Europe/Zurich" },
          indicator: null,
          weighing: {
            overlap: "capped", maintenance: "counted", weights: { majorPercent: 50 },
            parts: [{ service: "shop", component: "Payments", sharePercent: 60 }, { service: "search" }],
          },
        },
      },
      {
        problems: [], objective: { name: "Search", window: { kind: "rolling", days: 28 }, indicator: byRequests.indicator, weighing: null },
      },
    ]);
    expect(parse(text.split("---\n")[1] ?? "")).toMatchObject({
      apiVersion: "openslo/v1", kind: "SLO", metadata: { name: "search" }, spec: { service: "shop", budgetingMethod: "Occurrences" },
    });
  });
});
