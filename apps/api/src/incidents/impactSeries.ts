import { errorsPer100k } from "@ballast/domain";
import type { VerdictRow } from "@ballast/readmodel";
import type { ImpactPoint } from "./incidentParts.ts";

/** What the judge measured, as points over time: one per look of a deploy. Looks without data make no point. */
export const impactPoints = (version: string, verdicts: readonly VerdictRow[]): readonly ImpactPoint[] =>
  verdicts.flatMap(({ canary, to }) => {
    const errors = canary === null ? null : errorsPer100k(canary);
    return errors === null ? [] : [{ at: to, errorsPer100k: Math.round(errors), version }];
  });
