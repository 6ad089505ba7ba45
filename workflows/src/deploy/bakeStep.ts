import { ActivityCancellationType, CancellationScope, condition, isCancellation, patched, proxyActivities } from "@temporalio/workflow";
import type { PlanStep, Verdict } from "@ballast/schema";
import type { DeployControl } from "./control.ts";
import type { DeployActivities, WatchedStep } from "./deployActivities.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { deployOptions, watchOptions } from "../traffic/options.ts";

const { concludeStep, extendBake, pauseForJudge, resumeForJudge, pauseForOutage, resumeAfterOutage } =
  proxyActivities<DeployActivities>(deployOptions);
const { watchStep } = proxyActivities<DeployActivities>({
  ...watchOptions, cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** A step that bakes. */
export interface Bake {
  readonly deploy: DeployRef;
  readonly step: number;
  readonly plan: Pick<PlanStep, "percent" | "customers" | "bakeMs" | "analysis">;
  /** How many steps the plan has, its soak included. */
  readonly stretches: number;
  /** When everybody got the release: the stable release's past is before it. Null: with this step. */
  readonly stableUntil: string | null;
  /** Where a lost run was in it; absent where it begins. */
  readonly begun?: BegunBake | undefined;
}

/** What of a bake has been. */
export interface BegunBake {
  readonly since: string;
  readonly passedMs: number;
  readonly extended: boolean;
  /** How often the judge paused the step. */
  readonly judgePauses: number;
  readonly pausedByJudge: boolean;
}

/** How watching ended: with what it was watched during, or with a word of the judge. */
type Watched = "over" | "fail" | "elsewhere" | "clear";

/**
 * Bakes one step: the judge watches from the first request, a failing look ends it at once. At the end of the bake a
 * verdict that is neither pass nor fail extends it once to twice its length, then pauses the deploy and asks a person,
 * until one answers or the reason is gone. `promoted`: a person ended the step early.
 */
export async function bakeStep(control: DeployControl, bake: Bake): Promise<"pass" | "fail" | "promoted"> {
  const watching = new Watching(control, bake);
  const promoted = (): boolean => control.isPromoted(bake.step);
  const { begun } = bake;
  let round = begun?.extended === true ? 1 + begun.judgePauses : 0;
  if (begun?.pausedByJudge === true && (await watching.untilReassured(begun.judgePauses))) return "fail";
  for (let left = leftOf(bake); ; round += 1, left = bake.plan.bakeMs) {
    if (await watching.through(left, promoted)) return "fail";
    const verdict = await concludeStep(watching.step);
    if (verdict === "fail" || verdict === "pass") return verdict;
    if (promoted()) return "promoted";
    if (await doubt(control, { bake, watching, round, verdict })) return "fail";
  }
}

const leftOf = ({ plan, begun }: Bake): number => Math.max(0, plan.bakeMs - (begun?.passedMs ?? 0));

/** Watches a release that everybody has already: doubt is no reason to ask anybody. */
export async function soakRelease(control: DeployControl, bake: Bake): Promise<"pass" | "fail"> {
  return (await new Watching(control, bake).through(leftOf(bake), () => control.isPromoted(bake.step))) ? "fail" : "pass";
}

/** The judge's watch over one step. */
class Watching {
  readonly #control: DeployControl;
  readonly #bake: Bake;
  step: WatchedStep;
  #outages: number;

  constructor(control: DeployControl, bake: Bake) {
    const { deploy, step, plan, stretches, stableUntil, begun } = bake;
    const since = begun?.since ?? new Date().toISOString();
    this.#control = control;
    this.#bake = bake;
    // Each has a number of its own in the record: a lost run's are not taken again.
    this.#outages = begun?.judgePauses ?? 0;
    this.step = {
      deploy, step, percent: plan.percent, customers: plan.customers, analysis: plan.analysis, since, bakeMs: plan.bakeMs, stretches,
      stableUntil: stableUntil ?? since,
    };
  }

  /** Watches until so much time has passed, or `over`; true when a look failed. */
  async through(bakeMs: number, over: () => boolean): Promise<boolean> {
    let left = bakeMs;
    for (;;) {
      const ended = await watchDuring(
        this.step,
        async (stopped) => void (left = await this.#control.letPass(left, () => stopped() || over())),
      );
      if (ended !== "elsewhere") return ended === "fail";
      if (await this.#outage()) return true;
    }
  }

  /**
   * Watches a deploy that the judge paused, until somebody resumes it or the judge sees what it had missed: then its
   * pause ends by itself. True when a look failed.
   */
  async untilReassured(round: number): Promise<boolean> {
    const { deploy, step } = this.#bake;
    const isNew = patched("the judge's pause ends by itself");
    // Where a person has paused it meanwhile, only a person resumes it.
    for (let endsItself = isNew; ;) {
      const ended = await watchDuring(endsItself ? { ...this.step, doubt: true } : this.step, (stopped) =>
        condition(() => !this.#control.paused || stopped()),
      );
      if (ended === "fail") return true;
      if (ended === "elsewhere" && (await this.#outage())) return true;
      if (ended === "clear") {
        endsItself = await resumeForJudge({ deploy, step, round });
        if (endsItself) this.#control.paused = false;
      }
      if (ended === "over" || (isNew && !this.#control.paused)) return false;
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
    // A person's own pause goes on: only what the judge paused does the judge resume. Workflows of before were told nothing.
    if (ended === "elsewhere" && this.#control.paused && (await resumeAfterOutage({ deploy, step, outage })) !== false)
      this.#control.paused = false;
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
async function doubt(
  control: DeployControl,
  { bake, watching, round, verdict }: { bake: Bake; watching: Watching; round: number; verdict: Verdict },
): Promise<boolean> {
  const { deploy, step } = bake;
  const reason = verdict === "error" ? "the metrics could not be read" : "too little traffic for a verdict";
  if (round === 0) {
    // To twice its length: the record says how long the step bakes in all.
    await extendBake({ deploy, step, bakeMs: 2 * bake.plan.bakeMs, reason });
    return false;
  }
  control.paused = true;
  await pauseForJudge({ deploy, step, round, reason });
  return watching.untilReassured(round);
}
