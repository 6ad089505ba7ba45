import { errorsPer100k } from "@ballast/domain";
import type { DeployRow, VerdictRow } from "@ballast/readmodel";
import type { ImpactPoint } from "./incidentParts.ts";

/** A linked deploy and what was measured of it. */
export interface Measured {
  readonly deploy: Pick<DeployRow, "version" | "effect">;
  readonly verdicts: readonly Pick<VerdictRow, "to" | "canary">[];
}

/**
 * What was measured, as points over time: the deployed version at each look of its judge, and after a rollback all of
 * the lane, before and after traffic went back. A window without requests makes no point: no data is not "no errors".
 */
export const impactSeries = (measured: readonly Measured[]): readonly ImpactPoint[] =>
  measured.flatMap(({ deploy, verdicts }) => [...looks(deploy.version, verdicts), ...around(deploy.effect)]).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

const looks = (version: string, verdicts: Measured["verdicts"]): readonly ImpactPoint[] =>
  verdicts.flatMap(({ canary, to }) => {
    const errors = canary === null ? null : errorsPer100k(canary);
    return errors === null ? [] : [{ at: to, errorsPer100k: Math.round(errors), version }];
  });

function around(effect: DeployRow["effect"]): readonly ImpactPoint[] {
  if (effect === null) return [];
  const { at, overMs, beforeErrorsPer100k: before, afterErrorsPer100k: after } = effect;
  const began = new Date(Date.parse(at) - overMs).toISOString();
  return [...(before === null ? [] : [{ at: began, errorsPer100k: before, version: null }]), ...(after === null ? [] : [{ at, errorsPer100k: after, version: null }])];
}
