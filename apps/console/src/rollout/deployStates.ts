import type { DeployState, StepState, VerdictKind } from "@ballast/schema/graphql";
import { movingDeployStates } from "@ballast/schema/states";
import { inPercent } from "@ballast/schema/words";
import type { BarStep } from "../marks/Bars.tsx";
import type { Tone } from "../marks/tone.ts";
import type { DeployLine, DeployStep } from "./rolloutDocuments.ts";

const states: Readonly<Record<DeployState, readonly [Tone, string]>> = {
  waiting: ["idle", "Waits"],
  preparing: ["info", "Preparing"],
  shifting: ["info", "Shifting"],
  verifying: ["info", "Verifying"],
  baking: ["info", "Baking"],
  promoting: ["info", "Promoting"],
  soaking: ["info", "Soaking"],
  paused: ["attention", "Paused"],
  held: ["bad", "Held"],
  rollingBack: ["info", "Going back"],
  succeeded: ["good", "Succeeded"],
  rolledBack: ["bad", "Rolled back"],
  rollbackFailed: ["bad", "Rollback failed"],
  aborted: ["planned", "Aborted"],
  cancelled: ["planned", "Cancelled"],
  failed: ["bad", "Failed"],
  observed: ["idle", "Observed"],
  escalated: ["bad", "Escalated"],
  preempted: ["planned", "Gave way"],
  done: ["good", "Went back"],
};

/** The states a list can be asked for, with their words. */
export const stateOptions: readonly (readonly [DeployState, string])[] = (Object.keys(states) as DeployState[]).map((state) => [
  state, states[state][1],
]);

/** Whether it is under way: it can still be steered and its numbers change. */
export function isMoving(deploy: Pick<DeployLine, "state" | "endedAt">): boolean {
  return deploy.endedAt === null && movingDeployStates.includes(deploy.state);
}

/** The state of a deploy as tone and word: "Held by INC-12". */
export function stateOf(deploy: Pick<DeployLine, "state" | "heldBy">): { tone: Tone; words: string } {
  const [tone, words] = states[deploy.state];
  return { tone, words: deploy.state === "held" && deploy.heldBy !== null ? `Held by ${deploy.heldBy.reference}` : words };
}

/** States in which the steps that were left out were not skipped by anyone. */
const ended: ReadonlySet<DeployState> = new Set(["rolledBack", "aborted", "cancelled", "failed", "rollingBack", "rollbackFailed"]);

const stepStates: Readonly<Record<StepState, readonly [Tone, string]>> = {
  next: ["idle", "Next"],
  shifting: ["info", "Shifting"],
  baking: ["info", "Baking"],
  passed: ["good", "Pass"],
  failed: ["bad", "Fail"],
  paused: ["attention", "Paused"],
  skipped: ["planned", "Skipped"],
};

/**
 * The state of a step as tone and word. A step that an incident holds is bad, one that was going on when the deploy ended is what that was.
 */
export function stepStateOf(step: DeployStep, deploy: Pick<DeployLine, "state">): { tone: Tone; words: string } {
  const [tone, words] = stepStates[step.state];
  const under = step.state === "paused" || step.state === "baking" || step.state === "shifting";
  if (under && deploy.state === "held") return { tone: "bad", words: "Held" };
  if (under && deploy.state === "paused") return { tone: "attention", words: "Paused" };
  if (under && deploy.state === "rolledBack") return { tone: "bad", words: "Rolled back" };
  if (step.state === "skipped" && ended.has(deploy.state)) return { tone: "idle", words: "Not reached" };
  if (under && deploy.state === "aborted") return { tone: "planned", words: "Aborted" };
  return { tone, words };
}

/** How much of a step's bake is over, 0 to 1. A paused clock stands, which only the server knows, so it is drawn whole. */
export function bakedShare(step: Pick<DeployStep, "state" | "startedAt" | "endedAt" | "bakeMs">, now: number): number {
  if (step.state === "next") return 0;
  if (step.state !== "baking" && step.state !== "shifting") return 1;
  if (step.startedAt === null) return 0.02;
  const share = (now - Date.parse(step.startedAt)) / Math.max(1, step.bakeMs);
  return Math.min(1, Math.max(0.02, share));
}

/** What a step reaches: `10 %`, `Acme, Initech` where it only adds customers by name. */
export function stepReach(step: Pick<DeployStep, "percent" | "customers">, before: number): string {
  const named =
    step.customers.length > 2
      ? `${step.customers.slice(0, 2).join(", ")} and ${step.customers.length - 2} more`
      : step.customers.join(", ");
  if (named === "") return inPercent(step.percent);
  return step.percent > before ? `${inPercent(step.percent)} and ${named}` : named;
}

/** The bar of a deploy's steps for tables. */
export function barSteps(deploy: Pick<DeployLine, "steps" | "state">, now: number): readonly BarStep[] {
  return deploy.steps.map((step, index) => {
    const { tone, words } = stepStateOf(step, deploy);
    const reach = stepReach(step, deploy.steps[index - 1]?.percent ?? 0);
    return { label: `${reach}: ${words.toLowerCase()}`, tone, done: tone === "info" ? bakedShare(step, now) : 1 };
  });
}

const verdicts: Readonly<Record<VerdictKind, readonly [Tone, string]>> = {
  pass: ["good", "Pass"],
  fail: ["bad", "Fail"],
  inconclusive: ["attention", "Inconclusive"],
  error: ["attention", "No numbers"],
};

/** A verdict as tone and word; a look in between passes only "so far". */
export function verdictOf({ verdict, final }: { readonly verdict: VerdictKind; readonly final: boolean }): { tone: Tone; words: string } {
  const [tone, words] = verdicts[verdict];
  return { tone, words: verdict === "pass" && !final ? "Pass so far" : words };
}

/** The title of a deploy: `checkout 2026.11.5 → production`. */
export function titleOf({ kind, service, version, environment }: Pick<DeployLine, "kind" | "service" | "version" | "environment">): string {
  return kind === "rollback" ? `${service.slug} back to ${version}, ${environment}` : `${service.slug} ${version} → ${environment}`;
}
