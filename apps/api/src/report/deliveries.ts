import { deliveryReport, dora2024, levelsAgainst, type DeployReport } from "@ballast/domain";
import type { Scope } from "../graphql/scope.ts";
import { recordOf } from "../graphql/records.ts";
import { deploysOf } from "../figures/counted.ts";
import type { DeliveryBenchmark, DeliveryReport, ServiceDelivery } from "./reportTypes.ts";

interface Window {
  readonly from: string;
  readonly to: string;
}

/** How a service is delivered, counted by releases or by deploys to production. */
export function deliveryOf(
  scope: Scope,
  { serviceId, from, to, attributeWithinHours }: Window & {
    readonly serviceId: string; readonly attributeWithinHours?: number | undefined;
  },
  basis: "releases" | "deploys",
): DeliveryReport {
  if (basis === "deploys") {
    const report = deploysOf(scope, { serviceId, from, to, attributeWithinHours });
    return {
      releases: null, weeks: null, perWeekMean: null, failedVersions: null, revertRatePercent: null, timeToRestoreHours: null,
      takenBack: null, takenBackPercent: null, ...report, benchmark: besideOthers(report),
    };
  }
  return {
    deploys: null, changeFailRatePercent: null, recoveryTimeHours: null, withoutCommits: null, rework: null, reworkRatePercent: null,
    benchmark: null,
    ...deliveryReport(scope.context.readModel.reports.releases(serviceId, scope.asOf), { from, to }),
  };
}

function besideOthers({ deploys, perIsoWeek, leadTimeHours, changeFailRatePercent, recoveryTimeHours }: DeployReport): DeliveryBenchmark {
  const weeks = Object.keys(perIsoWeek).length;
  const { name, source } = dora2024;
  return {
    name, source,
    ...levelsAgainst(dora2024, {
      perWeek: weeks === 0 ? null : deploys / weeks, leadTimeHours: leadTimeHours.medianLinear, failPercent: changeFailRatePercent,
      recoveryHours: recoveryTimeHours.medianLinear,
    }),
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
