import {
  defaultFlagPolicy, type Analysis, type ChangeContext, type Cohort, type Override, type RampPlan, type TargetingChange,
  type TargetingEvent, type TargetingRules,
} from "@ballast/schema";
import type { MomentaryChange } from "./changing.ts";
import type { FlagFacts, TargetingCommand } from "./targetingCommands.ts";

/** A flag in production, for specifications. */
export const now = "2026-11-28T10:00:00.000Z";
export const later = "2026-11-28T11:00:00.000Z";
export const targetingId = "31000000-0000-4000-8000-000000000001";
export const ana = "90000000-0000-4000-8000-000000000001";
export const jo = "90000000-0000-4000-8000-000000000002";
export const uuidOf = (number: number): string => `35000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export const facts: FlagFacts = { key: "one-page-pay", variants: ["on", "off", "b"], archived: null, policy: defaultFlagPolicy };
export const asksForTwo: FlagFacts = { ...facts, policy: { approval: true, approvalOfOverrides: true } };

export const cohort: Cohort = {
  known: 100, enter: 20, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: {
    enter: [], leave: [], switch: [],
  }, hash: "a", position: "1", compiler: "1", engine: "1",
};

export const rules = (parts: number | null, more: Partial<TargetingRules> = {}): TargetingRules =>
  ({
    prerequisites: [], rules: [], rollout: parts === null ? null : { parts, variants: [{ variant: "on", weight: 1 }] },
    defaultVariant: "off", ...more,
  });

export const named = (customer: string, more: Partial<Override> = {}): Override => ({
  customer, variant: "on", expiresAt: null, incidentId: null, reason: "pilot", ...more
});

const analysis: Analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
export const plan = (...parts: readonly number[]): RampPlan => ({ steps: parts.map((one) => ({ parts: one, bakeMs: 1_000, analysis })) });

/** Why and by what: nothing but a reason unless told. */
export const context = (more: Partial<ChangeContext> = {}): ChangeContext =>
  ({ reason: "next step", cohort, changeId: null, rampId: null, deployId: null, incidentId: null, ...more });

export const opened = (given: TargetingRules = rules(5_000)): TargetingEvent =>
  ({ type: "TargetingOpened", data: { targetingId, flagId: uuidOf(300), environment: "production", offVariant: "off", rules: given } });
export const stepped = (from: number, to: number, more: Partial<ChangeContext> = {}): TargetingEvent => ({
  type: "RolloutStepped", data: { targetingId, from, to, ...context(more) },
});
export const killed = (number: number): TargetingEvent => ({
  type: "KillEngaged", data: { targetingId, killId: uuidOf(number), reason: null, incidentId: null },
});

export const change = (what: MomentaryChange, more: { readonly facts?: FlagFacts; readonly rebucket?: string } = {}): TargetingCommand =>
  ({
    type: "ChangeFlag", now, targetingId, change: what, facts, cohort, rebucket: null, reason: "next step", deployId: null,
    incidentId: null, ...more,
  });

/** A change that Ana asks for, number 1 unless told. */
export const proposed = (
  what: TargetingChange,
  more: { readonly base?: number; readonly applyAt?: string; readonly needsApproval?: boolean; readonly number?: number } = {}
): TargetingEvent => {
  const { number = 1, ...rest } = more;
  const data = {
    targetingId, changeId: uuidOf(number), change: what, base: 0, reason: "next step", cohort, byPersonId: ana, applyAt: null,
    incidentId: null, needsApproval: true, ...rest,
  };
  return { type: "FlagChangeProposed", data };
};
export const approved: TargetingEvent = { type: "FlagChangeApproved", data: { targetingId, changeId: uuidOf(1), byPersonId: jo } };
