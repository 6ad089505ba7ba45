import { errorsPer100k } from "@ballast/domain";
import type { DeployRow, VerdictRow } from "@ballast/readmodel";
import type { ImpactPoint } from "./incidentParts.ts";

/** A linked deploy and what was measured of it. */
export interface Measured {
  readonly deploy: Pick<DeployRow, "kind" | "version" | "fromVersion" | "effect">;
  readonly verdicts: readonly Pick<VerdictRow, "to" | "canary">[];
}

/**
 * What was measured, as points over time: where traffic went back, what those felt who had the bad release, from before
 * they had it until after; else the deployed version at each look of its judge. A time without requests makes no point:
 * no data is not "no errors".
 */
export const impactSeries = (measured: readonly Measured[]): readonly ImpactPoint[] =>
  measured
    .flatMap(({ deploy, verdicts }) => {
      const felt = deploy.effect?.series ?? [];
      return felt.length > 1
        ? pointsOf(felt, deploy.kind === "rollback" ? deploy.fromVersion : deploy.version)
        : looks(deploy.version, verdicts);
    })
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

const looks = (version: string, verdicts: Measured["verdicts"]): readonly ImpactPoint[] =>
  pointsOf(verdicts.flatMap(({ canary, to }) => (canary === null ? [] : [{ at: to, ...canary }])), version);

function pointsOf(
  counts: readonly { readonly at: string; readonly requests: number; readonly errors: number }[],
  version: string | null,
): readonly ImpactPoint[] {
  return counts.flatMap(({ at, ...numbers }) => {
    const errors = errorsPer100k(numbers);
    return errors === null ? [] : [{ at, errorsPer100k: Math.round(errors), version }];
  });
}
