import type { Found, FoundIndicator } from "@ballast/schema/tables";
import { Place, type Problem } from "./place.ts";
import { percentOf, rollingWindow } from "./sayings.ts";
import type { YamlDocument } from "./yamlFile.ts";

/** Objectives of Pyrra; it names no service. */
export const readPyrra = (documents: readonly YamlDocument[]): readonly Found[] => documents.map(readDocument);

function readDocument({ where, value }: YamlDocument): Found {
  const problems: Problem[] = [];
  const place = new Place(value, "", problems);
  if (place.at("kind").value !== "ServiceLevelObjective") {
    place.at("kind").refuse("what is read is ServiceLevelObjective of pyrra.dev/v1alpha1");
    return { where, objective: null, problems, left: [] };
  }
  const spec = place.at("spec");
  const name = place.at("metadata").at("name").text();
  const target = spec.at("target").number();
  const targetPercent = target === null ? null : percentOf(spec.at("target"), target);
  const window = rollingWindow(spec.at("window"));
  const indicator = indicatorOf(spec.at("indicator"));
  const objective =
    name === null || targetPercent === null || window === null || indicator === null || problems.length > 0
      ? null
      : { name, service: null, targetPercent, window, indicator, weighing: null };
  return { where, objective, problems, left: ["description", "alerting"].filter((key) => spec.at(key).stands).map((key) => `spec.${key}`) };
}

/** How many came of what a selector of a counter chooses. */
const increaseOf = (metric: Place): string | null => {
  const selector = metric.text();
  return selector === null ? null : `sum(increase(${selector}[{{.window}}]))`;
};

function indicatorOf(indicator: Place): FoundIndicator | null {
  const kind = indicator.either("ratio", "latency", "bool_gauge", "boolGauge", "latencyNative");
  if (!kind.stands) return indicator.refuse("it says nothing that is measured");
  if (kind.at("grouping").items().length > 0) {
    return kind.at("grouping").refuse("grouping makes an objective of each of its values: write one for each of those that you want");
  }
  if (indicator.at("ratio").stands) {
    const [query, total] = [increaseOf(kind.at("errors").at("metric")), increaseOf(kind.at("total").at("metric"))];
    return query === null || total === null ? null : { counts: "bad", query, total };
  }
  if (indicator.at("latency").stands) {
    const [query, total] = [increaseOf(kind.at("success").at("metric")), increaseOf(kind.at("total").at("metric"))];
    return query === null || total === null ? null : { counts: "good", query, total };
  }
  if (indicator.at("latencyNative").stands) return kind.refuse("native histograms cannot be counted here: use a bucket, as latency does");
  const metric = kind.at("metric").text();
  return metric === null
    ? null
    : { counts: "good", query: `sum(sum_over_time(${metric}[{{.window}}]))`, total: `sum(count_over_time(${metric}[{{.window}}]))` };
}
