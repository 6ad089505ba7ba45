import type { ChangeContext, DataOf, TargetingEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { checkChange, needsApproval } from "./changing.ts";
import { isGoing, partsOf, type OpenTargeting, type Ramp } from "./targeting.ts";
import type { RampCommand } from "./targetingCommands.ts";

type Command<Type extends RampCommand["type"]> = Extract<RampCommand, { type: Type }>;

/** The plan as it goes into the log: it remembers the share it began with. */
export const plannedRamp = (
  { targetingId, rules }: OpenTargeting,
  ramp: Pick<DataOf<"RampPlanned">, "rampId" | "plan" | "reason" | "byPersonId" | "changeId">,
): TargetingEvent => ({ type: "RampPlanned", data: { targetingId, from: partsOf(rules), ...ramp } });

/** Plans a ramp where nobody's word is needed. */
export function planRamp(command: Command<"PlanRamp">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const { rampId, plan, reason, byPersonId, facts } = command;
  if (targeting.ramp?.rampId === rampId) return [];
  const change = { kind: "ramp", plan } as const;
  checkChange(targeting, change, command);
  if (needsApproval(facts, change))
    throw new Rejection("APPROVAL_REQUIRED", `${targeting.environment} asks for a second person before ${facts.key} is ramped`, [
      "environment",
    ]);
  return [plannedRamp(targeting, { rampId, plan, reason, byPersonId, changeId: null })];
}

/** A run takes the ramp up. @throws StartedByAnotherRun where another one has it */
export function startRamp({ type, now, replaces, ...data }: Command<"StartRamp">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const ramp = going(targeting, data.rampId);
  if (ramp === null) return [];
  if (ramp.start?.runId === data.runId) return [];
  if (ramp.start !== null && ramp.start.runId !== replaces) throw new StartedByAnotherRun(ramp.start);
  return [{ type: "RampStarted", data }];
}

/** Moves the share to that of the step. */
export function stepRamp({ targetingId, rampId, step, cohort }: Command<"StepRamp">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const ramp = going(targeting, rampId);
  const to = ramp?.plan.steps[step]?.parts;
  if (ramp === null || to === undefined || step < ramp.step) return [];
  if (targeting.kills.length > 0)
    throw new Rejection("FLAG_KILLED", `it is killed in ${targeting.environment}: a ramp goes on after the release`, ["flag"]);
  if (ramp.holds.length > 0)
    throw new Rejection("TRANSITION_NOT_ALLOWED", `the ramp is held in ${targeting.environment}: it goes on when nothing holds it`, [
      "ramp",
    ]);
  const from = partsOf(targeting.rules);
  const began: readonly TargetingEvent[] = step > ramp.step ? [{ type: "RampStepBegan", data: { targetingId, rampId, step } }] : [];
  return from === to ? began : [...began, { type: "RolloutStepped", data: { targetingId, from, to, ...madeBy(rampId, cohort) } }];
}

/** What was seen in a step. */
export function passRampStep({ type, now, ...data }: Command<"PassRampStep">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const ramp = going(targeting, data.rampId);
  return ramp === null || ramp.passed.some(({ step }) => step === data.step) ? [] : [{ type: "RampStepPassed", data }];
}

/** A person, the judge or an incident holds it; each lifts its own hold. */
export function holdRamp({ type, now, ...data }: Command<"HoldRamp">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const ramp = running(targeting, data.rampId);
  return ramp.holds.some(({ incidentId }) => incidentId === data.incidentId) ? [] : [{ type: "RampHeld", data }];
}

export function resumeRamp({ type, now, ...data }: Command<"ResumeRamp">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const ramp = running(targeting, data.rampId);
  return ramp.holds.some(({ incidentId }) => incidentId === data.incidentId) ? [{ type: "RampResumed", data }] : [];
}

/** Its end; going back takes the share to where it began, never further. */
export function endRamp(
  { type, now, cohort, incidentId, ...data }: Command<"EndRamp">,
  targeting: OpenTargeting,
): readonly TargetingEvent[] {
  const ramp = going(targeting, data.rampId);
  if (ramp === null) return [];
  const [from, to] = [partsOf(targeting.rules), ramp.from];
  const back: readonly TargetingEvent[] =
    data.outcome === "wentBack" && from !== to
      ? [
          {
            type: "RolloutStepped",
            data: { targetingId: data.targetingId, from, to, ...madeBy(ramp.rampId, cohort), reason: data.reason, incidentId },
          },
        ]
      : [];
  return [...back, { type: "RampEnded", data }];
}

const madeBy = (rampId: string, cohort: ChangeContext["cohort"]): ChangeContext => ({
  reason: null, cohort, changeId: null, rampId, deployId: null, incidentId: null,
});

/** The ramp while it goes on; null for one that has ended or another one: a workflow that comes late decides nothing. */
const going = ({ ramp }: OpenTargeting, rampId: string): Ramp | null => (isGoing(ramp) && ramp.rampId === rampId ? ramp : null);

function running(targeting: OpenTargeting, rampId: string): Ramp {
  const ramp = going(targeting, rampId);
  if (ramp === null) throw new Rejection("RAMP_NOT_RUNNING", `this ramp is not going on in ${targeting.environment}`, ["ramp"]);
  return ramp;
}
