import type { TargetingRecord } from "./flagDocuments.ts";

type Step = TargetingRecord["steps"][number];

/** So many are offered at once; older ones stand in the history. */
const MOST = 8;

/** The steps after which a flag was otherwise than now, newest first: the last that changed anything is how it is. */
export const waysBack = <Told extends Pick<Step, "differences">>(steps: readonly Told[]): readonly Told[] =>
  steps.filter(({ differences }) => differences.length > 0).slice(1, MOST + 1);
