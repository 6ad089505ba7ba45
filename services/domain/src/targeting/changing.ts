import type { ChangeContext, DataOf, RampPlan, TargetingChange, TargetingEvent, TargetingRules } from "@ballast/schema";
import { share } from "@ballast/schema/words";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { checkSame, checkRules, checkVariant } from "./checking.ts";
import { changedBy, isGoing, partsOf, type OpenTargeting, type Targeting } from "./targeting.ts";
import type { ChangeCommand, FlagFacts } from "./targetingCommands.ts";

type Command<Type extends ChangeCommand["type"]> = Extract<ChangeCommand, { type: Type }>;
/** A change that is made at one moment; a ramp is planned instead. */
export type MomentaryChange = Exclude<TargetingChange, { readonly kind: "ramp" }>;

/** A flag gets its rules in an environment. */
export function open({ type, now, facts, ...data }: Command<"OpenTargeting">, targeting: Targeting): readonly TargetingEvent[] {
  if (targeting.status === "open") return [];
  checkUsable(facts);
  checkVariant(data.offVariant, facts);
  checkRules(data.rules, facts);
  return [{ type: "TargetingOpened", data }];
}

/** Refuses what may not be changed, or not like this. @throws Rejection */
export function checkChange(
  targeting: OpenTargeting,
  change: TargetingChange,
  { facts, now, rebucket }: { readonly facts: FlagFacts; readonly now: string; readonly rebucket: string | null },
): void {
  checkUsable(facts);
  if (isGoing(targeting.ramp) && change.kind !== "override" && change.kind !== "clearOverride") {
    throw new Rejection("RAMP_RUNNING", `a ramp of ${facts.key} is going on in ${targeting.environment}`, ["change"]);
  }
  switch (change.kind) {
    case "rules":
      checkRules(change.rules, facts);
      break;
    case "rollout":
      checkShare(targeting, facts.key);
      break;
    case "ramp":
      checkShare(targeting, facts.key);
      checkUpwards(targeting, change.plan, facts.key);
      break;
    case "override": {
      const { variant, expiresAt, customer } = change.override;
      checkVariant(variant, facts);
      if (expiresAt !== null && instantOf(expiresAt) <= instantOf(now))
        throw new Rejection("INVALID_INPUT", `what ${customer} gets by name would end at ${expiresAt}, and it is ${now}`, ["expiresAt"]);
      break;
    }
    case "clearOverride":
      break;
    case "revert":
      checkRules(change.rules, facts);
      for (const { variant } of change.overrides) checkVariant(variant, facts);
  }
  checkSame(targeting.rules, changedBy(targeting, change).rules, { key: facts.key, rebucket });
}

/** Whether an environment asks for a second person before this. */
export const needsApproval = ({ policy }: FlagFacts, change: TargetingChange): boolean =>
  change.kind === "override" || change.kind === "clearOverride" ? policy.approvalOfOverrides : policy.approval;

/** Whether a change leaves everything as it is. */
export function isNoChange(targeting: OpenTargeting, change: TargetingChange): boolean {
  const after = changedBy(targeting, change);
  return change.kind !== "ramp" && sameContent(after.rules, targeting.rules) && sameContent(after.overrides, targeting.overrides);
}

/** The facts of a change that is made. */
export function factsOf(targeting: OpenTargeting, change: MomentaryChange, context: ChangeContext): readonly TargetingEvent[] {
  const { targetingId } = targeting;
  switch (change.kind) {
    case "rules":
      return [{ type: "FlagRulesSet", data: { targetingId, rules: change.rules, ...context } }];
    case "rollout":
      return [{ type: "RolloutStepped", data: { targetingId, from: partsOf(targeting.rules), to: change.parts, ...context } }];
    case "override":
      return [{ type: "OverrideSet", data: { targetingId, override: change.override, ...context } }];
    case "clearOverride":
      return [{ type: "OverrideCleared", data: { targetingId, customer: change.customer, expired: false, ...context } }];
    case "revert":
      return [
        {
          type: "FlagReverted",
          data: { targetingId, revision: change.revision, rules: change.rules, overrides: [...change.overrides], ...context },
        },
      ];
  }
}

/** Makes a change at once. What it is already appends nothing. */
export function changeFlag(command: Command<"ChangeFlag">, targeting: OpenTargeting): readonly TargetingEvent[] {
  const { change, facts, reason, cohort, deployId, incidentId } = command;
  checkChange(targeting, change, command);
  if (isNoChange(targeting, change)) return [];
  if (command.withRollback !== true && needsApproval(facts, change))
    throw new Rejection("APPROVAL_REQUIRED", `${targeting.environment} asks for a second person before ${facts.key} is changed`, [
      "environment",
    ]);
  return factsOf(targeting, change, { reason, cohort, changeId: null, rampId: null, deployId, incidentId });
}

/** Ends what somebody gets by name, at its time. */
export function expireOverride(
  { customer, expiresAt, cohort }: Command<"ExpireOverride">,
  targeting: OpenTargeting,
): readonly TargetingEvent[] {
  const there = targeting.overrides.find((override) => override.customer === customer);
  if (there?.expiresAt !== expiresAt) return [];
  const cleared: DataOf<"OverrideCleared"> = {
    targetingId: targeting.targetingId, customer, expired: true, reason: null, cohort, changeId: null, rampId: null, deployId: null,
    incidentId: there.incidentId,
  };
  return [{ type: "OverrideCleared", data: cleared }];
}

function checkShare({ rules, environment }: OpenTargeting, key: string): void {
  if (rules.rollout === null)
    throw new Rejection("INVALID_INPUT", `${key} has no share in ${environment}: set its rules with the variant to give`, ["change"]);
}

/** A ramp only goes up; down is a change of the share. */
function checkUpwards({ rules, environment }: OpenTargeting, { steps }: RampPlan, key: string): void {
  if ((steps[0]?.parts ?? 0) < partsOf(rules))
    throw new Rejection("INVALID_INPUT", `${key} is at ${share(partsOf(rules))} in ${environment}: a ramp does not begin below`, ["plan"]);
}

function checkUsable({ key, archived }: Pick<FlagFacts, "key" | "archived">): void {
  if (archived !== null) throw new Rejection("FLAG_ARCHIVED", `${key} was archived: ${archived}`, ["flag"]);
}

/** What a flag gives when nothing is told: its off variant to everyone. */
export const offForEveryone = (offVariant: string): TargetingRules => ({
  prerequisites: [], rules: [], rollout: null, defaultVariant: offVariant,
});

/** What a flag begins with: off for everyone, and the first of its other variants where a share is given. */
export function firstRules({
  variants, offVariant,
}: {
  readonly variants: readonly { readonly name: string }[];
  readonly offVariant: string;
}): TargetingRules {
  const on = variants.find(({ name }) => name !== offVariant)?.name;
  return { ...offForEveryone(offVariant), rollout: on === undefined ? null : { parts: 0, variants: [{ variant: on, weight: 1 }] } };
}
