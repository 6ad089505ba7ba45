import type { TargetingEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { changeFlag, expireOverride, open } from "./changing.ts";
import { explainKill, kill, releaseKills } from "./killing.ts";
import { endRamp, holdRamp, passRampStep, planRamp, resumeRamp, startRamp, stepRamp } from "./ramping.ts";
import { findStale } from "./finding.ts";
import { apply, approve, decline, propose } from "./requesting.ts";
import { evolveTargeting, type OpenTargeting, type Targeting } from "./targeting.ts";
import type { TargetingCommand } from "./targetingCommands.ts";

type Type = Exclude<TargetingCommand["type"], "OpenTargeting">;
type Commands = { readonly [Of in Type]: Extract<TargetingCommand, { readonly type: Of }> & { readonly type: Of } };
type Rules = { readonly [Of in Type]: (command: Commands[Of], targeting: OpenTargeting) => readonly TargetingEvent[] };

/** Each command's rule. */
const rules: Rules = {
  ChangeFlag: changeFlag,
  ExpireOverride: expireOverride,
  ProposeChange: propose,
  ApproveChange: approve,
  ApplyChange: apply,
  DeclineChange: decline,
  Kill: kill,
  ExplainKill: explainKill,
  ReleaseKills: releaseKills,
  PlanRamp: planRamp,
  StartRamp: startRamp,
  StepRamp: stepRamp,
  PassRampStep: passRampStep,
  HoldRamp: holdRamp,
  ResumeRamp: resumeRamp,
  EndRamp: endRamp,
  FindStale: findStale,
};

const byRule = <Of extends Type>(command: Commands[Of], targeting: OpenTargeting): readonly TargetingEvent[] =>
  rules[command.type](command, targeting);

function decide(command: TargetingCommand, targeting: Targeting): readonly TargetingEvent[] {
  if (command.type === "OpenTargeting") return open(command, targeting);
  if (targeting.status === "absent") throw new Rejection("NOT_FOUND", "the flag is not in this environment", ["environment"]);
  return byRule(command, targeting);
}

/** A managed flag in one environment: who gets what, who is named, what is killed, what was asked for, and its ramp. */
export const targetingDecider = aggregate("targeting", {
  initialState: { status: "absent" } as Targeting,
  evolve: evolveTargeting,
  decide,
  keyOf: (flagId: string, environment: string) => [flagId, environment],
});
