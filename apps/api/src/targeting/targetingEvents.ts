import type { EnvironmentEvent, TargetingEvent } from "@ballast/schema";
import { share } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, momentText } from "../words.ts";

/** What a change does to those whom Ballast knows: ": 12 customers enter, 1 leaves"; ": 1,188 customers leave". */
function moved({ enter, leave, switch: switched }: { readonly enter: number; readonly leave: number; readonly switch: number }): string {
  const moves = [[enter, "enters", "enter"], [leave, "leaves", "leave"], [switched, "switches", "switch"]] as const;
  const parts = moves
    .filter(([n]) => n > 0)
    // Who moves is said of the first of them.
    .map(([n, one, many], index) => (index === 0 ? count(n, `customer ${one}`, `customers ${many}`) : count(n, one, many)));
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

/** How the events of flags in their environments read. */
export const targetingSentences: Sentences<TargetingEvent | EnvironmentEvent> = {
  TargetingOpened: ({ flagId, environment }, { by, flag }) => `${by} opened ${flag(flagId)} in ${environment}`,
  FlagRulesSet: ({ targetingId, cohort }, { by, targeting }) => `${by} set the rules of ${targeting(targetingId)}${moved(cohort)}`,
  RolloutStepped: ({ targetingId, from, to, cohort, reason }, { by, targeting }) =>
    `${by} took ${targeting(targetingId)} from ${share(from)} to ${share(to)} of customers${moved(cohort)}${because(reason)}`,
  OverrideSet: ({ targetingId, override: { customer, variant, reason } }, { by, targeting }) =>
    `${by} gave ${customer} ${variant} of ${targeting(targetingId)} by name${because(reason)}`,
  OverrideCleared: ({ targetingId, customer, expired, reason }, { by, targeting }) => expired
    ? `What ${customer} got of ${targeting(targetingId)} by name has ended`
    : `${by} put ${customer} back to the rules of ${targeting(targetingId)}${because(reason)}`,
  FlagReverted: ({ targetingId, revision, cohort, reason }, { by, targeting }) =>
    `${by} reverted ${targeting(targetingId)} to its change ${String(revision)}${moved(cohort)}${because(reason)}`,
  KillEngaged: ({ targetingId, reason }, { by, targeting }) => `${by} killed ${targeting(targetingId)}${because(reason)}`,
  KillExplained: ({ targetingId, reason }, { by, targeting }) => `${by} said why ${targeting(targetingId)} was killed${because(reason)}`,
  KillsReleased: ({ targetingId, reason, cohort }, { by, targeting }) =>
    `${by} released the kill of ${targeting(targetingId)}${moved(cohort)}${because(reason)}`,
  FlagChangeProposed: ({ targetingId, reason, applyAt, cohort }, { by, targeting }) =>
    `${by} proposed a change of ${targeting(targetingId)}${applyAt === null ? "" : ` for ${momentText(applyAt)}`}${moved(cohort)}${because(reason)}`,
  FlagChangeApproved: ({ targetingId }, { by, targeting }) => `${by} approved a change of ${targeting(targetingId)}`,
  FlagChangeDeclined: ({ targetingId, why, reason }, { by, targeting }) => why === "stale"
    ? `A change of ${targeting(targetingId)} was not made${because(reason)}`
    : `${by} ${why === "declined" ? "declined" : "took back"} a change of ${targeting(targetingId)}${because(reason)}`,
  FlagFoundStale: ({ targetingId, why, since }, { targeting }) => {
    if (why === null) return `${targeting(targetingId)} is in use again`;
    const said = why === "settled" ? "everyone has had the same" : "nobody has asked for it";
    return `${targeting(targetingId)} is to be cleaned up: ${said} since ${momentText(since)}`;
  },
  RampPlanned: ({ targetingId, from, plan }, { by, targeting }) =>
    `${by} planned a ramp of ${targeting(targetingId)} from ${share(from)} to ${share(plan.steps.at(-1)?.parts)} in ${count(plan.steps.length, "step")}`,
  RampStarted: ({ targetingId }, { targeting }) => `The ramp of ${targeting(targetingId)} began`,
  RampStepBegan: ({ targetingId, step }, { targeting }) => `The ramp of ${targeting(targetingId)} went into step ${String(step + 1)}`,
  RampStepPassed: ({ targetingId, step, sentence }, { targeting }) =>
    `Step ${String(step + 1)} of the ramp of ${targeting(targetingId)} passed: ${sentence}`,
  RampHeld: ({ targetingId, reason }, { by, targeting }) => `${by} held the ramp of ${targeting(targetingId)}${because(reason)}`,
  RampResumed: ({ targetingId }, { by, targeting }) => `${by} let the ramp of ${targeting(targetingId)} go on`,
  RampEnded: ({ targetingId, outcome, reason }, { targeting }) =>
    `The ramp of ${targeting(targetingId)} ${{ completed: "is complete", wentBack: "went back", stopped: "was stopped" }[outcome]}${because(reason)}`,
  UsualCleanUpSet: ({ environment, afterDays, reason }, { by }) =>
    `${by} said that temporary flags ${environment === null ? "in every environment that says nothing of its own" : `in ${environment}`} are to be cleaned up ${afterDays === null ? "as usual" : `after ${count(afterDays, "day")}`}${because(reason)}`,
  FlagPolicySet: ({ environment, policy }, { by }) =>
    `${by} said that changes of flags in ${environment} ${policy.approval ? "ask for a second person" : "ask for nobody's word"}`,
};

/** Whom they concern: what moves customers is everybody's. */
export const targetingTelling: Telling<TargetingEvent | EnvironmentEvent> = {
  TargetingOpened: "followers",
  FlagRulesSet: "everybody",
  RolloutStepped: "everybody",
  OverrideSet: "followers",
  OverrideCleared: "followers",
  FlagReverted: "everybody",
  KillEngaged: "everybody",
  KillExplained: "followers",
  KillsReleased: "everybody",
  FlagChangeProposed: "everybody",
  FlagChangeApproved: "followers",
  FlagChangeDeclined: "followers",
  FlagFoundStale: "followers",
  RampPlanned: "everybody",
  RampStarted: "followers",
  RampStepBegan: "followers",
  RampStepPassed: "followers",
  RampHeld: "everybody",
  RampResumed: "followers",
  RampEnded: "everybody",
  FlagPolicySet: "followers",
  UsualCleanUpSet: "followers",
};
