import { availabilityReport, incidentReport } from "@ballast/domain";
import type { PublicImpact } from "@ballast/schema";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { mayKnowOf, recordOf } from "../graphql/records.ts";
import type { ServiceReport } from "./reportTypes.ts";

/** Every service in a window, the worst first. The incidents are read once, however many services there are. */
export function serviceReports(
  scope: Scope,
  window: { readonly from: string; readonly to: string },
  impact: readonly PublicImpact[],
): readonly ServiceReport[] {
  const { reports, services } = scope.context.readModel;
  const known = mayKnowOf(scope, "Incident");
  const all = reports
    .incidentsOfAll({ asOf: scope.asOf, now: momentOf(scope).toISOString() })
    .filter(({ input }) => known(input.id));
  const ofService = Map.groupBy(
    all.flatMap(({ serviceIds, input }) => serviceIds.map((serviceId) => ({ serviceId, input }))),
    ({ serviceId }) => serviceId,
  );
  return services
    .all(scope.asOf)
    .map((row) => {
      const own = (ofService.get(row.id) ?? []).map(({ input }) => input);
      const { incidents, byImpact, timeToResolveMinutes } = incidentReport(own, window);
      const { downtimeMinutes, availabilityPercent } = availabilityReport(own, { ...window, impact, components: [] }).any;
      return {
        service: recordOf(scope, "Service", row), incidents, critical: byImpact["critical"] ?? 0, major: byImpact["major"] ?? 0,
        downtimeMinutes, availabilityPercent, resolveMinutes: timeToResolveMinutes.all,
      };
    })
    .toSorted(worstFirst);
}

function worstFirst(a: ServiceReport, b: ServiceReport): number {
  return (
    b.downtimeMinutes - a.downtimeMinutes
    || b.critical - a.critical
    || b.major - a.major
    || b.incidents - a.incidents
    || a.service.name.localeCompare(b.service.name)
  );
}
