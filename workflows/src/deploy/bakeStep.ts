import { ActivityCancellationType, CancellationScope, condition, isCancellation, patched, proxyActivities } from "@temporalio/workflow";
import type { PlanStep, Verdict } from "@ballast/schema";
import type { DeployControl } from "./control.ts";
import type { DeployActivities, DeployRef, WatchedStep } from "./deployActivities.ts";
import { deployOptions, watchOptions } from "./options.ts";

const { concludeStep, extendBake, pauseForJudge, pauseForOutage, resumeAfterOutage } = proxyActivities<DeployActivities>(deployOptions);
const { watchStep } = proxyActivities<DeployActivities>({ ...watchOptions, cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED });

/** A step that bakes. */
export interface Bake {
  readonly deploy: DeployRef;
  readonly step: number;
  readonly plan: Pick<PlanStep, "percent" | "customers" | "bakeMs" | "analysis">;
  /** How many steps the plan has, its soak included. */
  readonly stretches: number;
  /** When everybody got the release: the stable release's past is before it. Null: with this step. */
  readonly stableUntil: string | null;
}

/** How watching ended: with what it was watched during, or with a word of the judge. */
type Watched = "over" | "fail" | "elsewhere";

/**
 * Bakes one step: the judge watches from the first request, a failing look ends it at once. At the end of the bake a
 * verdict that is neither pass nor fail extends it once to twice its length, then pauses the deploy and asks a person.
 * `promoted`: a person ended the step early.
 */
export async function bakeStep(control: DeployControl, bake: Bake): Promise<"pass" | "fail" | "promoted"> {
  const watching = new Watching(control, bake);
  const promoted = (): boolean => control.isPromoted(bake.step);
  for (let round = 0; ; round += 1) {
    if (await watching.through(bake.plan.bakeMs, promoted)) return "fail";
    const verdict = await concludeStep(watching.step);
    if (verdict === "fail" || verdict === "pass") return verdict;
    if (promoted()) return "promoted";
    if (await doubt(control, { bake, watching, round, verdict })) return "fail";
  }
}

/** Watches a release that everybody has already: doubt is no reason to ask anybody. */
export async function soakRelease(control: DeployControl, bake: Bake): Promise<"pass" | "fail"> {
  return (await new Watching(control, bake).through(bake.plan.bakeMs, () => control.isPromoted(bake.step))) ? "fail" : "pass";
}

/** The judge's watch over one step. */
class Watching {
  readonly #control: DeployControl;
  readonly #bake: Bake;
  step: WatchedStep;
  #outages = 0;

  constructor(control: DeployControl, bake: Bake) {
    const { deploy, step, plan, stretches, stableUntil } = bake;
    const since = new Date().toISOString();
    this.#control = control;
    this.#bake = bake;
    this.step = { deploy, step, percent: plan.percent, customers: plan.customers, analysis: plan.analysis, since, bakeMs: plan.bakeMs, stretches, stableUntil: stableUntil ?? since };
  }

  /** Watches until so much time has passed, or `over`; true when a look failed. */
  async through(bakeMs: number, over: () => boolean): Promise<boolean> {
    let left = bakeMs;
    for (;;) {
      const ended = await watchDuring(this.step, async (stopped) => void (left = await this.#control.letPass(left, () => stopped() || over())));
      if (ended !== "elsewhere") return ended === "fail";
      if (await this.#outage()) return true;
    }
  }

  /** Watches until `over`; true when a look failed. */
  async until(over: () => boolean): Promise<boolean> {
    for (;;) {
      const ended = await watchDuring(this.step, (stopped) => condition(() => over() || stopped()));
      if (ended !== "elsewhere") return ended === "fail";
      if (await this.#outage()) return true;
    }
  }

  /**
   * Everything got worse at once: not this release. People are called and the clock stands still until it is over, or
   * until somebody resumes; what came meanwhile is not counted. True when it was the release after all.
   */
  async #outage(): Promise<boolean> {
    const { deploy, step } = this.#bake;
    const outage = (this.#outages += 1);
    this.#control.paused = true;
    await pauseForOutage({ ...this.step, outage });
    const ended = await watchDuring({ ...this.step, outage: true }, (stopped) => condition(() => !this.#control.paused || stopped()));
    if (ended === "fail") return true;
    if (ended === "elsewhere" && this.#control.paused) {
      await resumeAfterOutage({ deploy, step, outage });
      this.#control.paused = false;
    }
    this.step = { ...this.step, from: new Date().toISOString() };
    return false;
  }
}

/** Lets the judge watch until `until` is over. `until` learns by its argument that the judge has spoken. */
async function watchDuring(watched: WatchedStep, until: (stopped: () => boolean) => Promise<void>): Promise<Watched> {
  let word: Watched = "over";
  let ended = false;
  const scope = new CancellationScope();
  const watching = scope
    .run(() => watchStep(watched))
    .then(
      (said) => void (word = said),
      (error: unknown) => {
        // A watch that is over may end as it likes: its worker may have died meanwhile.
        if (!ended && !isCancellation(error)) throw error;
      },
    );
  const spoken = (): boolean => word !== "over";
  try {
    await Promise.race([until(spoken), watching.then(() => condition(spoken))]);
    ended = true;
    scope.cancel();
    // A look that is under way is recorded before the last one is taken, not after it. An abort waits for nothing.
    if (patched("the watcher ends before the last look")) await Promise.race([watching, CancellationScope.current().cancelRequested]);
    return word;
  } finally {
    scope.cancel();
  }
}

/** The end of a bake without a verdict: first more time, then a person. True when the judge said fail meanwhile. */
async function doubt(control: DeployControl, { bake, watching, round, verdict }: { bake: Bake; watching: Watching; round: number; verdict: Verdict }): Promise<boolean> {
  const { deploy, step } = bake;
  const reason = verdict === "error" ? "the metrics could not be read" : "too little traffic for a verdict";
  if (round === 0) {
    // To twice its length: the record says how long the step bakes in all.
    await extendBake({ deploy, step, bakeMs: 2 * bake.plan.bakeMs, reason });
    return false;
  }
  control.paused = true;
  await pauseForJudge({ deploy, step, round, reason });
  return watching.until(() => !control.paused);
}
