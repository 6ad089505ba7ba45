import type { Found, FoundIndicator } from "@ballast/schema/tables";
import { Place, type Problem } from "./place.ts";
import { countingQuery, percentOf } from "./sayings.ts";
import type { YamlDocument } from "./yamlFile.ts";

/** Objectives of Sloth, `prometheus/v1` and what Kubernetes gets; its period is thirty days unless its own flags say otherwise. */
export const readSloth = (documents: readonly YamlDocument[]): readonly Found[] => documents.flatMap(readDocument);

function readDocument({ where, value }: YamlDocument): readonly Found[] {
  const problems: Problem[] = [];
  const place = new Place(value, "", problems);
  const inKubernetes = place.at("apiVersion").value === "sloth.slok.dev/v1" && place.at("kind").value === "PrometheusServiceLevel";
  if (!inKubernetes && place.at("version").value !== "prometheus/v1") {
    place.either("version", "apiVersion").refuse("what is read is prometheus/v1, and PrometheusServiceLevel of sloth.slok.dev/v1");
    return [{ where, objective: null, problems, left: [] }];
  }
  const path = inKubernetes ? "spec" : null;
  const levels = path === null ? place : place.at(path);
  const list = levels.at("slos").items();
  if (list.length === 0) levels.at("slos").refuse("it has no objective");
  if (problems.length > 0) return [{ where, objective: null, problems, left: [] }];
  return list.map((_, index) => readOne({ where, value }, path, index));
}

function readOne({ where, value }: YamlDocument, path: string | null, index: number): Found {
  const problems: Problem[] = [];
  const root = new Place(value, "", problems);
  const levels = path === null ? root : root.at(path);
  const slo = levels.at("slos").at(index);
  for (const chain of [levels.either("sloPlugins", "slo_plugins"), slo.either("plugins", "sloPlugins")]) {
    if (chain.stands) chain.refuse("plugins change what is measured; what they do cannot be read here");
  }
  const service = levels.at("service").text();
  const name = slo.at("name").text();
  const target = slo.at("objective").number();
  const targetPercent = target === null ? null : percentOf(slo.at("objective"), target);
  const indicator = indicatorOf(slo.at("sli"));
  const objective =
    service === null || name === null || targetPercent === null || indicator === null || problems.length > 0
      ? null
      : { name: `${service}: ${name}`, service, targetPercent, window: { kind: "rolling", days: 30 } as const, indicator, weighing: null };
  return {
    where,
    objective,
    problems,
    left: ["description", "alerting"].filter((key) => slo.at(key).stands).map((key) => slo.at(key).path),
  };
}

function indicatorOf(sli: Place): FoundIndicator | null {
  const events = sli.at("events");
  if (events.stands) {
    const query = countingQuery(events.either("error_query", "errorQuery"), { counter: false });
    const total = countingQuery(events.either("total_query", "totalQuery"), { counter: false });
    return query === null || total === null ? null : { counts: "bad", query, total };
  }
  const raw = sli.at("raw");
  if (raw.stands) {
    // Each five minutes count the same, as they do with Sloth: it knows no number of requests either.
    const query = countingQuery(raw.either("error_ratio_query", "errorRatioQuery"), { counter: false });
    return query === null ? null : { counts: "bad", query, total: "vector(1)" };
  }
  if (sli.at("plugin").stands) return sli.at("plugin").refuse("what a plugin measures cannot be read here");
  return sli.refuse("it says nothing that is measured");
}
