import { errorsPer100k } from "@ballast/domain";
import type { DeployPlan } from "@ballast/schema";
import { own } from "@ballast/schema";
import type { FleetNumbers } from "../fleet/fleetMetrics.ts";
import type { ReleaseHealth } from "./laneType.ts";

/** How each release that serves customers does, by the strictest limits of its environment's plan. */
export function laneHealth(
  versions: readonly string[],
  numbers: Readonly<Record<string, FleetNumbers>>,
  plan: DeployPlan | undefined,
): readonly ReleaseHealth[] {
  const steps = plan?.steps ?? [];
  const maxErrors = Math.min(...steps.map(({ analysis }) => analysis.maxErrorsPer100k));
  const maxP95 = Math.min(...steps.map(({ analysis }) => analysis.maxP95Ms ?? Infinity));
  return versions.map((version) => {
    const ofRelease = own(numbers, version);
    if (ofRelease === undefined || ofRelease.requests === 0)
      return { version, requests: 0, errors: 0, errorsPer100k: null, p95Ms: null, state: "noData" };
    const share = Math.round(errorsPer100k(ofRelease) ?? 0);
    const state = share > maxErrors ? "failing" : ofRelease.p95Ms > maxP95 ? "slow" : "healthy";
    return { version, requests: ofRelease.requests, errors: ofRelease.errors, errorsPer100k: share, p95Ms: ofRelease.p95Ms, state };
  });
}
