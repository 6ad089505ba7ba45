import { CancellationScope, condition, isCancellation, proxyActivities } from "@temporalio/workflow";
import type { PlanStep, Verdict } from "@ballast/schema";
import type { DeployControl } from "./control.ts";
import type { DeployActivities, DeployRef, StepRef } from "./deployActivities.ts";
import { deployOptions, watchOptions } from "./options.ts";

const { concludeStep, extendBake, pauseForJudge } = proxyActivities<DeployActivities>(deployOptions);
const { watchStep } = proxyActivities<DeployActivities>(watchOptions);

/** A step that bakes. */
export interface Bake {
  readonly deploy: DeployRef;
  readonly step: number;
  readonly plan: Pick<PlanStep, "percent" | "customers" | "bakeMs" | "analysis">;
}

type Watched = StepRef & { readonly analysis: PlanStep["analysis"]; readonly since: string; readonly bakeMs: number };

/**
 * Bakes one step: the judge watches from the first request, a failing look ends it at once. At the end of the bake a
 * verdict that is neither pass nor fail extends it once to twice its length, then pauses the deploy and asks a person.
 * `promoted`: a person ended the step early.
 */
export async function bakeStep(control: DeployControl, bake: Bake): Promise<"pass" | "fail" | "promoted"> {
  const watched = watchedFrom(bake);
  const promoted = (): boolean => control.isPromoted(bake.step);
  for (let round = 0; ; round += 1) {
    const failed = await watchDuring(watched, (over) => control.letPass(bake.plan.bakeMs, () => over() || promoted()));
    if (failed) return "fail";
    const verdict = await concludeStep(watched);
    if (verdict === "fail" || verdict === "pass") return verdict;
    if (promoted()) return "promoted";
    if (await doubt(control, { bake, watched, round, verdict })) return "fail";
  }
}

/** Watches a release that everybody has already: doubt is no reason to ask anybody, there is nothing left to compare with. */
export async function soakRelease(control: DeployControl, bake: Bake): Promise<"pass" | "fail"> {
  const failed = await watchDuring(watchedFrom(bake), (over) => control.letPass(bake.plan.bakeMs, () => over() || control.isPromoted(bake.step)));
  return failed ? "fail" : "pass";
}

const watchedFrom = ({ deploy, step, plan }: Bake): Watched =>
  ({ deploy, step, percent: plan.percent, customers: plan.customers, analysis: plan.analysis, since: new Date().toISOString(), bakeMs: plan.bakeMs });

/** Lets the judge watch until `until` is over; true when a look failed. `until` learns of that by its argument. */
async function watchDuring(watched: Watched, until: (failed: () => boolean) => Promise<void>): Promise<boolean> {
  let failed = false;
  const scope = new CancellationScope();
  const watching = scope
    .run(() => watchStep(watched))
    .then(
      () => void (failed = true),
      (error: unknown) => {
        if (!isCancellation(error)) throw error;
      },
    );
  try {
    await Promise.race([until(() => failed), watching.then(() => condition(() => failed))]);
    return failed;
  } finally {
    scope.cancel();
  }
}

/** The end of a bake without a verdict: first more time, then a person. True when the judge said fail meanwhile. */
async function doubt(control: DeployControl, { bake, watched, round, verdict }: { bake: Bake; watched: Watched; round: number; verdict: Verdict }): Promise<boolean> {
  const { deploy, step } = bake;
  const reason = verdict === "error" ? "the metrics could not be read" : "too little traffic for a verdict";
  if (round === 0) {
    // To twice its length: the record says how long the step bakes in all.
    await extendBake({ deploy, step, bakeMs: 2 * bake.plan.bakeMs, reason });
    return false;
  }
  control.paused = true;
  await pauseForJudge({ deploy, step, round, reason });
  return watchDuring(watched, (failed) => condition(() => !control.paused || failed()));
}
