import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { customer, instant, line, milliseconds, per100k, position, reason, slug, uuid } from "../scalars.ts";
import { analysis, analysisAsked } from "./plan.ts";

/** Name of a variant: what applications and targeting rules call it. */
export const variantName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "use letters, digits, `.`, `_` and `-`, beginning with a letter or digit");

/** How an attribute is compared. Whoever lacks the attribute, or has another type of value there, never matches. */
export const operators = [
  "is", "isNot", "startsWith", "endsWith", "contains", "has", "below", "atMost", "above", "atLeast",
  "versionIs", "versionBelow", "versionAtMost", "versionAbove", "versionAtLeast",
] as const;
export type Operator = (typeof operators)[number];

/** Where an attribute of the evaluation context stands: its name, or a path of names, as `user.name`. */
export const attributePath = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*){0,7}$/,
    "use letters, digits, `_` and `-`, with dots between eight names at most",
  );

/** Something that is true of a customer: an attribute compared with values (any of them), or being in a segment. */
export const condition = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("attribute"), attribute: attributePath, operator: z.enum(operators),
    values: z.array(z.union([z.string().max(1_000), z.number(), z.boolean()])).min(1).max(1_000),
  }),
  z.object({ kind: z.literal("segment"), segmentId: uuid, within: z.boolean() }),
]);
export type FlagCondition = z.infer<typeof condition>;

/**
 * A share of customers, by the flag's seed: raising `parts` only ever adds. Those within get the variant, or are divided
 * among several by weight, by a place of its own, so that `parts` moves without moving anybody between variants.
 */
export const rollout = z.object({
  /** Parts per 100,000 of customers. */
  parts: per100k,
  variants: z.array(z.object({ variant: variantName, weight: z.int().min(1).max(100_000) })).min(1).max(20),
});
export type Rollout = z.infer<typeof rollout>;

/** For whom all conditions hold gets the variant, or those of them within the share; the others go on to what follows. */
export const targetingRule = z.object({
  ruleId: slug,
  name: line,
  conditions: z.array(condition).min(1).max(20),
  serve: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("variant"), variant: variantName }),
    z.object({ kind: z.literal("share"), rollout }),
  ]),
});
export type TargetingRule = z.infer<typeof targetingRule>;

/** Another flag that must give one of these variants here; else this one is off. */
export const prerequisite = z.object({ flagId: uuid, variants: z.array(variantName).min(1).max(20) });
export type Prerequisite = z.infer<typeof prerequisite>;

/** Who gets what, in this order: prerequisites, (named customers, which stand apart), rules, the share, everyone else. */
export const targetingRules = z.object({
  prerequisites: z.array(prerequisite).max(10),
  rules: z.array(targetingRule).max(200),
  rollout: rollout.nullable(),
  defaultVariant: variantName,
});
export type TargetingRules = z.infer<typeof targetingRules>;

/** What one customer gets by name, above every rule. */
export const override = z.object({ customer, variant: variantName, expiresAt: instant.nullable(), incidentId: uuid.nullable(), reason });
export type Override = z.infer<typeof override>;

/** What a change does to those whom Ballast knows: counted, and by name (at most 1,000 in all). */
export const cohort = z.object({
  /** Known customers it was worked out for. */
  known: z.int().min(0),
  /** Get another variant than the off one, and did not before. */
  enter: z.int().min(0),
  leave: z.int().min(0),
  /** Go from one variant to another, none of them the off one. */
  switch: z.int().min(0),
  /** Lack an attribute that a rule asks for. */
  cannotTell: z.int().min(0),
  /** Named customers whom the change does not touch. */
  overridesStay: z.int().min(0),
  names: z.object({ enter: z.array(customer), leave: z.array(customer), switch: z.array(customer) }),
  /** SHA-256 of the sorted ids of who enters, leaves and switches: two proofs of the same change are the same. */
  hash: z.string().max(100),
  /** Of the log, as far as flags and customers were known. */
  position,
  compiler: z.string().max(50),
  engine: z.string().max(50),
});
export type Cohort = z.infer<typeof cohort>;

/** One step of a ramp: the share, how long it is watched, and when that looks bad. */
export const rampStep = z.object({ parts: per100k, bakeMs: milliseconds, analysis });
export type RampStep = z.infer<typeof rampStep>;

/** Up by steps; what fails goes back to the share it began with. */
export const rampPlan = z.object({ steps: z.array(rampStep).min(1).max(20) }).refine(
  ({ steps }) => steps.every(({ parts }, index) => index === 0 || parts >= (steps[index - 1]?.parts ?? 0)),
  { message: "the steps of a ramp must not shrink" },
);
export type RampPlan = z.infer<typeof rampPlan>;

/** A ramp as somebody asks for it: criteria that are left out are as usual. */
export const rampPlanAsked = z
  .object({ steps: z.array(rampStep.extend({ analysis: analysisAsked.prefault({}) })).min(1).max(20) })
  .pipe(rampPlan);
export type RampPlanAsked = z.input<typeof rampPlanAsked>;

/** A change of one flag in one environment, before it is made. */
export const targetingChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rules"), rules: targetingRules }),
  z.object({ kind: z.literal("rollout"), parts: per100k }),
  z.object({ kind: z.literal("override"), override }),
  z.object({ kind: z.literal("clearOverride"), customer }),
  /** Back to how it was after the event of this revision of the stream. */
  z.object({ kind: z.literal("revert"), revision: z.int().min(0), rules: targetingRules, overrides: z.array(override).max(10_000) }),
  /** Several steps over time, each by its own judge; approved once. */
  z.object({ kind: z.literal("ramp"), plan: rampPlan }),
]);
export type TargetingChange = z.infer<typeof targetingChange>;

/** Everyone has had the same for long, or nobody has asked for it for long. */
export const staleReasons = ["settled", "unused"] as const;
export type StaleReason = (typeof staleReasons)[number];

const ref = { targetingId: uuid };

/** Why a change was made, what it did to whom, and on whose word. */
const change = {
  reason: reason.nullable(),
  cohort,
  /** The approved change that this carries out. */
  changeId: uuid.nullable(),
  /** The ramp or the deploy that made it. */
  rampId: uuid.nullable(),
  deployId: uuid.nullable(),
  incidentId: uuid.nullable(),
};
export const changeContext = z.object(change);
export type ChangeContext = z.infer<typeof changeContext>;

/** A managed flag in one environment. */
export const targetingEvents = {
  TargetingOpened: defineEvent({
    type: "TargetingOpened", schema: z.object({ ...ref, flagId: uuid, environment: slug, offVariant: variantName, rules: targetingRules }),
  }),
  FlagRulesSet: defineEvent({ type: "FlagRulesSet", schema: z.object({ ...ref, rules: targetingRules, ...change }) }),
  /** Parts per 100,000. */
  RolloutStepped: defineEvent({ type: "RolloutStepped", schema: z.object({ ...ref, from: per100k, to: per100k, ...change }) }),
  OverrideSet: defineEvent({ type: "OverrideSet", schema: z.object({ ...ref, override, ...change }) }),
  OverrideCleared: defineEvent({ type: "OverrideCleared", schema: z.object({ ...ref, customer, expired: z.boolean(), ...change }) }),
  /** Forward to how it was after an earlier event of this stream. */
  FlagReverted: defineEvent({
    type: "FlagReverted",
    schema: z.object({ ...ref, revision: z.int().min(0), rules: targetingRules, overrides: z.array(override).max(10_000), ...change }),
  }),
  /** Off for everyone, above everything, until it is released. Asks for nothing: reason and incident may follow. */
  KillEngaged: defineEvent({
    type: "KillEngaged", schema: z.object({ ...ref, killId: uuid, reason: reason.nullable(), incidentId: uuid.nullable() }),
  }),
  KillExplained: defineEvent({ type: "KillExplained", schema: z.object({ ...ref, killId: uuid, reason, incidentId: uuid.nullable() }) }),
  /** These kills and no others: one that came later goes on. */
  KillsReleased: defineEvent({
    type: "KillsReleased", schema: z.object({ ...ref, killIds: z.array(uuid).min(1).max(1_000), reason, cohort }),
  }),
  /** `base` counts the changes of the toggle, kills apart: where it has moved, the approval is for something else. */
  FlagChangeProposed: defineEvent({
    type: "FlagChangeProposed",
    schema: z.object({
      ...ref, changeId: uuid, change: targetingChange, base: z.int().min(0), reason, cohort, byPersonId: uuid, applyAt: instant.nullable(),
      incidentId: uuid.nullable(), needsApproval: z.boolean(),
    }),
  }),
  FlagChangeApproved: defineEvent({ type: "FlagChangeApproved", schema: z.object({ ...ref, changeId: uuid, byPersonId: uuid }) }),
  /** By an approver, or taken back by who asked; `stale`: the toggle had moved when its time came. */
  FlagChangeDeclined: defineEvent({
    type: "FlagChangeDeclined", schema: z.object({ ...ref, changeId: uuid, reason, why: z.enum(["declined", "withdrawn", "stale"]) }),
  }),
  /** Why a flag that is meant to go again should go now, and since when that is so; null: it moves, or is asked for again. */
  FlagFoundStale: defineEvent({
    type: "FlagFoundStale", schema: z.object({ ...ref, why: z.enum(staleReasons).nullable(), since: instant }),
  }),
  RampPlanned: defineEvent({
    type: "RampPlanned",
    schema: z.object({
      ...ref, rampId: uuid, plan: rampPlan, from: per100k, reason: reason.nullable(), changeId: uuid.nullable(),
      byPersonId: uuid.nullable(),
    }),
  }),
  RampStarted: defineEvent({
    type: "RampStarted",
    schema: z.object({ ...ref, rampId: uuid, requestEventId: uuid, workflowId: z.string().max(300), runId: z.string().max(300) }),
  }),
  RampStepBegan: defineEvent({ type: "RampStepBegan", schema: z.object({ ...ref, rampId: uuid, step: z.int().min(0) }) }),
  RampStepPassed: defineEvent({ type: "RampStepPassed", schema: z.object({ ...ref, rampId: uuid, step: z.int().min(0), sentence: line }) }),
  RampHeld: defineEvent({ type: "RampHeld", schema: z.object({ ...ref, rampId: uuid, reason, incidentId: uuid.nullable() }) }),
  RampResumed: defineEvent({ type: "RampResumed", schema: z.object({ ...ref, rampId: uuid, incidentId: uuid.nullable() }) }),
  /** `wentBack`: a guardrail failed; `stopped`: somebody ended it where it stands. */
  RampEnded: defineEvent({
    type: "RampEnded", schema: z.object({ ...ref, rampId: uuid, outcome: z.enum(["completed", "wentBack", "stopped"]), reason }),
  }),
};
export type TargetingEvent = EventsOf<typeof targetingEvents>;
