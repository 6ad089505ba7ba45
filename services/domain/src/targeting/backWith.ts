import type { MomentaryChange } from "./changing.ts";
import { movesCustomers, type OpenTargeting } from "./targeting.ts";

/** Something that was done to a flag in an environment: what it was before, and after; by which deploy, if one. */
export interface TargetingStep {
  /** Of its event in the flag's stream. */
  readonly revision: number;
  readonly deployId: string | null;
  readonly before: OpenTargeting | null;
  readonly after: OpenTargeting;
}

/** What goes back with a deploy: how it was before. */
export type BackWithDeploy = Extract<MomentaryChange, { readonly kind: "revert" }>;

/**
 * What of a flag goes back with a deploy: the changes that were made by it, or for it, as long as nobody has changed the
 * flag since. Kills stand above and are left. Null where nothing goes back: there is no such change, or it is not the last.
 */
export function backWith(deployId: string, steps: readonly TargetingStep[]): BackWithDeploy | null {
  let earliest: TargetingStep | null = null;
  for (const step of steps.toReversed()) {
    if (!movesCustomers(step.before, step.after) || step.before === null || isKill(step.before, step.after)) continue;
    if (step.deployId !== deployId) break;
    earliest = step;
  }
  const before = earliest?.before ?? null;
  return earliest === null || before === null
    ? null
    : { kind: "revert", revision: earliest.revision - 1, rules: before.rules, overrides: [...before.overrides] };
}

const isKill = (before: OpenTargeting, after: OpenTargeting): boolean =>
  before.rules === after.rules && before.overrides === after.overrides;
