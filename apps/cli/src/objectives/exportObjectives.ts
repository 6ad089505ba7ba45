import { stringify } from "yaml";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { OWN_SOURCE } from "./weighing.ts";

export const exportedObjectives = graphql(`
  query ObjectivesToExport {
    objectives {
      id name targetPercent overlap maintenance window { kind days unit timeZone } indicator { counts query total } owner { login name }
      policy { gateDeploys askForActions }
      weights { criticalPercent majorPercent minorPercent } parts { service { slug } component sharePercent }
    }
  }
`);
export type Exported = ResultOf<typeof exportedObjectives>["objectives"][number];

/** A name as OpenSLO has them: lower-case letters, digits and dashes; what of it is nothing of these, by its id. */
const nameOf = ({ id, name }: Exported): string =>
  name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "").slice(0, 63) || id.slice(-12);

const durations = { month: "1M", quarter: "1Q", year: "1Y" } as const;

function windowOf({ window: { kind, days, unit, timeZone } }: Exported): object {
  if (kind === "rolling") return { duration: `${String(days ?? 30)}d`, isRolling: true };
  return {
    duration: durations[unit ?? "month"], isRolling: false, calendar: { startTime: "2000-01-01 00:00:00", timeZone: timeZone ?? "UTC" },
  };
}

/** What is measured: queries of Prometheus as they are; incidents as a source of data of Ballast's own, which says how they are weighed. */
function ratioOf({ indicator, parts, weights, overlap, maintenance }: Exported): object {
  if (indicator !== null) {
    const source = (query: string): object => ({ metricSource: { type: "Prometheus", spec: { query } } });
    return { counter: true, [indicator.counts]: source(indicator.query), total: source(indicator.total) };
  }
  const known = parts.flatMap(({ service, component, sharePercent }) =>
    service === null ? [] : [{ service: service.slug, component, sharePercent }]);
  const source = { metricSource: { type: OWN_SOURCE, spec: { parts: known, weights, overlap, maintenance } } };
  return { counter: true, good: source, total: source };
}

/** Objectives as OpenSLO v1, one document each. */
export const asOpenSlo = (objectives: readonly Exported[]): string =>
  objectives
    .map((objective) => {
      const { name, targetPercent, parts } = objective;
      const slo = {
        apiVersion: "openslo/v1", kind: "SLO", metadata: { name: nameOf(objective), displayName: name },
        spec: {
          service: parts[0]?.service?.slug ?? "unknown",
          indicator: { metadata: { name: `${nameOf(objective)}-ratio` }, spec: { ratioMetric: ratioOf(objective) } },
          timeWindow: [windowOf(objective)], budgetingMethod: "Occurrences",
          objectives: [{ displayName: name, target: Math.round(targetPercent * 1_000) / 100_000 }],
        },
      };
      return stringify(slo, { aliasDuplicateObjects: false, lineWidth: 0 });
    })
    .join("---\n");
