import type { Found, FoundIndicator, FoundObjective, FoundWeighing, FoundWindow } from "@ballast/schema/tables";
import { Place, type Problem } from "./place.ts";
import { countingQuery, percentOf, rollingWindow } from "./sayings.ts";
import { weighingOf } from "./weighing.ts";
import type { YamlDocument } from "./yamlFile.ts";

const versions = ["openslo/v1", "openslo/v1alpha"];

/** What others of the same file are referred to by. */
interface Others {
  readonly indicators: ReadonlyMap<string, unknown>;
  readonly sources: ReadonlyMap<string, unknown>;
}

/** Objectives of OpenSLO, v1 and v1alpha; indicators and sources of data are found where they stand in the same file. */
export function readOpenSlo(documents: readonly YamlDocument[]): readonly Found[] {
  const named = (kind: string) => new Map(documents.flatMap(({ value }): readonly [string, unknown][] => {
    const place = new Place(value, "", []);
    const name = place.at("metadata").at("name").value;
    return place.at("kind").value === kind && typeof name === "string" ? [[name, value]] : [];
  }));
  const others = { indicators: named("SLI"), sources: named("DataSource") };
  return documents.flatMap((document) => readDocument(document, others));
}

const beside = new Set(["SLI", "DataSource", "Service", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"]);

function readDocument({ where, value }: YamlDocument, others: Others): readonly Found[] {
  const problems: Problem[] = [];
  const place = new Place(value, "", problems);
  const nothing = (left: readonly string[] = []): readonly Found[] => [{ where, objective: null, problems, left }];
  const version = place.at("apiVersion").value;
  if (typeof version !== "string" || !versions.includes(version)) {
    place.at("apiVersion").refuse(`what is read is ${versions.join(" and ")}`);
    return nothing();
  }
  const kind = place.at("kind").text();
  if (kind !== null && beside.has(kind)) return nothing([kind]);
  if (kind !== "SLO") return place.at("kind").refuse("what is read are SLOs, and what they refer to"), nothing();
  const targets = place.at("spec").at("objectives").items();
  if (targets.length === 0) return place.at("spec").at("objectives").refuse("it has no target"), nothing();
  return targets.map((_, index) => {
    const own: Problem[] = [];
    const slo = new Place(value, "", own);
    const said = {
      slo, target: slo.at("spec").at("objectives").at(index), several: targets.length > 1, others, v1: version === "openslo/v1",
    };
    const objective = objectiveOf(said);
    return { where, objective: own.length === 0 ? objective : null, problems: own, left: leftOf(slo) };
  });
}

const leftOf = (slo: Place): readonly string[] =>
  ["description", "alertPolicies"].filter((name) => slo.at("spec").at(name).stands).map((name) => `spec.${name}`);

interface Said {
  readonly slo: Place;
  readonly target: Place;
  /** Whether the SLO has other targets too. */
  readonly several: boolean;
  readonly others: Others;
  readonly v1: boolean;
}

function objectiveOf({ slo, target, several, others, v1 }: Said): FoundObjective | null {
  const spec = slo.at("spec");
  const called = slo.at("metadata").either("displayName", "name").text();
  const own = several ? target.at("displayName").text() : "";
  const method = spec.at("budgetingMethod").text();
  if (method !== null && method !== "Occurrences") {
    spec
      .at("budgetingMethod")
      .refuse(`${method} counts slices of time by a target of their own; what is counted here are requests, so Occurrences`);
  }
  const window = windowOf(spec, v1);
  const share = target.at("targetPercent").stands ? target.at("targetPercent").number() : percentFrom(target.at("target").number());
  const targetPercent = share === null ? null : percentOf(target.either("target", "targetPercent"), share);
  const measured = v1 ? measureOf(spec, target, others) : oldMeasureOf(spec, target);
  const service = spec.at("service").text();
  if (called === null || own === null || window === null || targetPercent === null || measured === null) return null;
  return { name: own === "" ? called : `${called}: ${own}`, service, targetPercent, window, ...measured };
}

/** Of 0.999, which is no 99.9 in binary. */
const percentFrom = (share: number | null): number | null => (share === null ? null : Math.round(share * 1e9) / 1e7);

interface Measure {
  readonly indicator: FoundIndicator | null;
  readonly weighing: FoundWeighing | null;
}

function measureOf(spec: Place, target: Place, others: Others): Measure | null {
  if (target.at("indicator").stands || target.at("indicatorRef").stands) {
    return target.either("indicator", "indicatorRef").refuse("an objective that is composed of others cannot be said here");
  }
  const inline = spec.at("indicator");
  const ref = spec.at("indicatorRef");
  if (!inline.stands && !ref.stands) return inline.refuse("it says nothing that is measured");
  const name = inline.stands ? null : ref.text();
  const there = name === null ? undefined : others.indicators.get(name);
  if (!inline.stands && there === undefined) return ref.refuse(`the SLI ${name ?? ""} stands in no document of this file: put it there`);
  const sli = (inline.stands ? inline : ref.instead(there)).at("spec");
  if (sli.at("thresholdMetric").stands) {
    return sli.at("thresholdMetric").refuse("a threshold says how high something was, not how many requests were good");
  }
  const ratio = sli.at("ratioMetric");
  if (ratio.at("raw").stands) return ratio.at("raw").refuse("a ratio that was worked out elsewhere says not how many requests there were");
  const counter = ratio.at("counter").value === true;
  const counts = ratio.at("good").stands ? "good" : "bad";
  const own = weighingOf(ratio.at("total").at("metricSource"));
  if (own !== null) return { indicator: null, weighing: own };
  const query = queryOf(ratio.at(counts), counter, others);
  const total = queryOf(ratio.at("total"), counter, others);
  return query === null || total === null ? null : { indicator: { counts, query, total }, weighing: null };
}

function queryOf(metric: Place, counter: boolean, { sources }: Others): string | null {
  const source = metric.at("metricSource");
  if (!source.stands) return metric.refuse("it has no source");
  const ref = source.at("metricSourceRef").value;
  const there = typeof ref === "string" ? new Place(sources.get(ref), "", []).at("spec").at("type").value : undefined;
  const type = source.at("type").value ?? there;
  if (typeof type !== "string" || type.toLowerCase() !== "prometheus") {
    return source
      .at("type")
      .refuse(`what counts here is Prometheus, not ${typeof type === "string" ? type : "something that is not named"}`);
  }
  return countingQuery(source.at("spec").either("query", "promql"), { counter });
}

/** v1alpha: a threshold stands in the indicator, ratios in each target. */
function oldMeasureOf(spec: Place, target: Place): Measure | null {
  const ratio = target.at("ratioMetrics");
  if (!ratio.stands) {
    return spec.at("indicator").stands
      ? spec.at("indicator").refuse("a threshold says how high something was, not how many requests were good")
      : ratio.refuse("it says nothing that is measured");
  }
  const counter = ratio.either("incremental", "counter").value === true;
  const counts = ratio.at("good").stands ? "good" : "bad";
  const [query, total] = [ratio.at(counts), ratio.at("total")].map((metric) => {
    const source = metric.at("source").text();
    if (source !== null && source.toLowerCase() !== "prometheus")
      return metric.at("source").refuse(`what counts here is Prometheus, not ${source}`);
    return countingQuery(metric.at("query"), { counter });
  });
  return query === null || query === undefined || total === null || total === undefined
    ? null
    : { indicator: { counts, query, total }, weighing: null };
}

function windowOf(spec: Place, v1: boolean): FoundWindow | null {
  const list = v1 ? spec.at("timeWindow") : spec.either("timeWindows", "timeWindow");
  const [window, another] = list.items();
  if (window === undefined) return list.refuse("it has no window");
  if (another !== undefined) return another.refuse("an objective holds over one window here");
  const calendar = window.at("calendar");
  const rolls = window.at("isRolling").value ?? !calendar.stands;
  if (v1) return rolls === true ? rollingWindow(window.at("duration")) : calendarWindow(window, window.at("duration").text());
  const [unit, count] = [window.at("unit").text(), window.at("count").number()];
  if (unit === null || count === null) return null;
  const short = shorts.get(unit);
  const text = `${String(count)}${short ?? unit}`;
  return rolls === true ? rollingWindow(window.at("unit").instead(text)) : calendarWindow(window, text);
}

const shorts = new Map([["Hour", "h"], ["Day", "d"], ["Week", "w"], ["Month", "M"], ["Quarter", "Q"], ["Year", "Y"]]);
const units = new Map([["1M", "month"], ["1Q", "quarter"], ["3M", "quarter"], ["1Y", "year"], ["12M", "year"]] as const);
const unitOf = (duration: string | null) => [...units].find(([short]) => short === duration)?.[1];
const firsts = { month: /^\d{4}-\d{2}-01/u, quarter: /^\d{4}-(01|04|07|10)-01/u, year: /^\d{4}-01-01/u };

function calendarWindow(window: Place, duration: string | null): FoundWindow | null {
  const unit = unitOf(duration);
  if (unit === undefined) {
    return window.refuse(`of calendars there are months, quarters and years here, not ${duration ?? "what it says"}`);
  }
  const start = window.at("calendar").at("startTime");
  const at = start.text();
  if (at === null) return null;
  const midnight = /^\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?/u.exec(at)?.[0].length === at.replace(/Z$/u, "").length;
  if (!firsts[unit].test(at) || !midnight) return start.refuse(`a ${unit} begins at midnight of its first day here; this one begins ${at}`);
  return {
    kind: "calendar", unit,
    timeZone: window.at("calendar").at("timeZone").stands ? (window.at("calendar").at("timeZone").text() ?? "UTC") : "UTC",
  };
}
