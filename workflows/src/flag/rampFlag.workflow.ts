import {
  ActivityCancellationType, CancellationScope, condition, continueAsNew, defineSignal, isCancellation, proxyActivities, setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import { signalNames, type RampFlagInput } from "@ballast/schema/workflows";
import { deployOptions, watchOptions } from "../traffic/options.ts";
import type { RampActivities, RampRef, RampStanding, RampWord } from "./rampActivities.ts";

const act = proxyActivities<RampActivities>(deployOptions);
const { watchRampStep } = proxyActivities<RampActivities>({
  ...watchOptions, cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** Something was recorded about the ramp or its flag: what it is, the log says. */
export const rampChanged = defineSignal(signalNames.rampChanged);

/** How a ramp ended. `taken`: another run carries it; `over`: somebody ended it. */
export type RampOutcome = "completed" | "wentBack" | "over" | "taken";

/** While something holds a ramp it is looked at again so often, ms: a signal may be lost, and an incident's end sends none. */
const lookAgainMs = 30_000;

/** Takes a flag's share up step by step, each watched by the judge as a deploy's is, and back where a guardrail fails. */
export async function rampFlag(input: RampFlagInput): Promise<RampOutcome> {
  const { replaces = null, ...ramp } = input;
  const news = new News();
  setHandler(rampChanged, () => news.came());
  const { workflowId, runId } = workflowInfo();
  const standing = await act.startRamp({ ramp, workflowId, runId, replaces });
  if (standing === "taken") return "taken";
  for (let step = standing.passed + 1; step < ramp.plan.steps.length; step += 1) {
    const ended = await carryStep({ input, ramp, news, step });
    if (ended !== "passed") return ended;
  }
  await act.endRamp({ ramp, outcome: "completed", reason: "every step passed" });
  return "completed";
}

/** What was told since somebody looked. */
class News {
  #waiting = false;

  came(): void {
    this.#waiting = true;
  }

  /** Whether there is something to look at. */
  get any(): boolean {
    return this.#waiting;
  }

  seen(): void {
    this.#waiting = false;
  }
}

interface Step {
  readonly input: RampFlagInput;
  readonly ramp: RampRef;
  readonly news: News;
  readonly step: number;
}

/** What of a step has been. */
interface Bake {
  since: string;
  leftMs: number;
  extended: boolean;
  /** A person let it go on after the judge had asked. */
  accepted: boolean;
  round: number;
}

async function carryStep(carried: Step): Promise<"passed" | Exclude<RampOutcome, "completed" | "taken">> {
  const { ramp, step } = carried;
  const bakeMs = ramp.plan.steps[step]?.bakeMs ?? 0;
  const fresh = (): Pick<Bake, "since" | "leftMs"> => ({ since: new Date().toISOString(), leftMs: bakeMs });
  const bake: Bake = { ...fresh(), extended: false, accepted: false, round: 0 };
  for (let moved = false; ; ) {
    const { standing, waited } = await untilFree(carried);
    if (standing.over) return "over";
    // Whatever was seen before a hold or a kill says nothing about after it.
    if (waited || !moved) Object.assign(bake, fresh());
    moved = (await act.stepRamp({ ramp, step })) === "moved";
    if (!moved) continue;
    const word = await watched(carried, bake);
    if (word === "news") continue;
    const ended = word === "over" ? await conclude(carried, bake) : await heard(carried, bake, word);
    if (ended !== "again") return ended;
  }
}

/** Waits until nothing holds the ramp and its flag is not killed, however long that takes. */
async function untilFree({ input, ramp, news }: Step): Promise<{ readonly standing: RampStanding; readonly waited: boolean }> {
  for (let waited = false; ; waited = true) {
    news.seen();
    const standing = await act.rampStanding({ ramp });
    if (standing.over || (!standing.held && !standing.killed)) return { standing, waited };
    await condition(() => news.any, lookAgainMs);
    // A hold may last for weeks: its looks are not to fill one run's history.
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof rampFlag>({ ...input, replaces: { runId: workflowInfo().runId, reason: "its history had grown long" } });
  }
}

/** Lets the judge watch until the rest of the bake has passed, or there is news, or the judge has a word. */
async function watched({ ramp, step, news }: Step, bake: Bake): Promise<"over" | "news" | RampWord> {
  const scope = new CancellationScope();
  let word: RampWord | null = null;
  let failure: unknown;
  let ended = false;
  const watching = scope
    .run(() => watchRampStep({ ramp, step, since: bake.since, accepted: bake.accepted }))
    .then((said) => void (word = said), (error: unknown) => { if (!ended && !isCancellation(error)) failure = error; });
  const begunAt = Date.now();
  await condition(() => word !== null || failure !== undefined || news.any, Math.max(1, bake.leftMs));
  bake.leftMs = Math.max(0, bake.leftMs - (Date.now() - begunAt));
  ended = true;
  scope.cancel();
  await watching;
  if (failure !== undefined) throw failure;
  return word ?? (bake.leftMs === 0 ? "over" : "news");
}

/** The judge, or an incident, ends the watch. */
async function heard({ ramp, step }: Step, bake: Bake, { word, reason, incidentId }: RampWord): Promise<"again" | "wentBack"> {
  if (word === "fail") {
    await act.endRamp({ ramp, outcome: "wentBack", reason });
    return "wentBack";
  }
  await act.holdRamp({ ramp, step, round: (bake.round += 1), reason, incidentId });
  // Whoever resumes it has seen the signal; an incident says nothing about it.
  if (word === "signal") bake.accepted = true;
  return "again";
}

/** The end of a bake: on, back, once more, or a person is asked. */
async function conclude(carried: Step, bake: Bake): Promise<"passed" | "again" | "wentBack"> {
  const { ramp, step } = carried;
  const { verdict, sentence } = await act.concludeRampStep({ ramp, step, since: bake.since, accepted: bake.accepted });
  if (verdict === "fail") return heard(carried, bake, { word: "fail", reason: sentence, incidentId: null });
  if (verdict === "pass" || bake.accepted) {
    await act.passRampStep({ ramp, step, sentence });
    return "passed";
  }
  if (verdict !== "signal" && !bake.extended) {
    bake.extended = true;
    bake.leftMs = ramp.plan.steps[step]?.bakeMs ?? 0;
    return "again";
  }
  bake.accepted = true;
  await act.holdRamp({ ramp, step, round: (bake.round += 1), reason: sentence, incidentId: null });
  return "again";
}
