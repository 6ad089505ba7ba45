import { deliveryReport } from "@ballast/domain";
import type { Scope } from "../graphql/scope.ts";
import { recordOf } from "../graphql/records.ts";
import { deploysOf } from "../figures/counted.ts";
import type { DeliveryReport, ServiceDelivery } from "./reportTypes.ts";

interface Window {
  readonly from: string;
  readonly to: string;
}

/** How a service is delivered, counted by releases or by deploys to production. */
export function deliveryOf(
  scope: Scope,
  { serviceId, from, to }: Window & { readonly serviceId: string },
  basis: "releases" | "deploys",
): DeliveryReport {
  if (basis === "deploys") {
    return {
      releases: null, weeks: null, perWeekMean: null, failedVersions: null, revertRatePercent: null, timeToRestoreHours: null,
      takenBack: null, takenBackPercent: null, ...deploysOf(scope, { serviceId, from, to }),
    };
  }
  return {
    deploys: null, changeFailRatePercent: null, recoveryTimeHours: null, withoutCommits: null,
    ...deliveryReport(scope.context.readModel.reports.releases(serviceId, scope.asOf), { from, to }),
  };
}

/** Every service in a window, the worst first. */
export function serviceDeliveries(scope: Scope, window: Window, basis: "releases" | "deploys"): readonly ServiceDelivery[] {
  return scope.context.readModel.services.all(scope.asOf)
    .map((row) => ({ service: recordOf(scope, "Service", row), report: deliveryOf(scope, { serviceId: row.id, ...window }, basis) }))
    .toSorted(worstFirst);
}

const countOf = ({ report }: ServiceDelivery): number => report.releases ?? report.deploys ?? 0;
const rateOf = ({ report }: ServiceDelivery): number => report.revertRatePercent ?? report.changeFailRatePercent ?? 0;

function worstFirst(a: ServiceDelivery, b: ServiceDelivery): number {
  return (
    b.report.failed - a.report.failed || rateOf(b) - rateOf(a) || countOf(b) - countOf(a) || a.service.name.localeCompare(b.service.name)
  );
}
