import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, milliseconds, per100k, reason, uuid } from "../scalars.ts";

/** What an objective is about: services, or one component of them, each with the share of the whole that is lost while it is down. */
export const objectivePart = z.object({ serviceId: uuid, component: line.nullable(), share: per100k });
export type ObjectivePart = z.infer<typeof objectivePart>;

/** Over which time it holds: the last days, or a calendar's month, quarter or year in a zone. */
export const objectiveWindow = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rolling"), days: z.int().min(1).max(366) }),
  z.object({ kind: z.literal("calendar"), unit: z.enum(["month", "quarter", "year"]), timeZone: line }),
]);
export type ObjectiveWindow = z.infer<typeof objectiveWindow>;

/** How shares of several impacts at the same moment come together; what each means stands with the sweep that does it. */
export const overlap = z.enum(["max", "independent", "capped", "union"]);
export type Overlap = z.infer<typeof overlap>;

/** How much of a service is lost at each level, where nobody counted: parts per 100,000. */
export const impactWeights = z.object({ critical: per100k, major: per100k, minor: per100k });
export type ImpactWeights = z.infer<typeof impactWeights>;

/** What counts unless somebody says otherwise: a critical or major incident as all of it, a minor one as nothing. */
export const defaultWeights: ImpactWeights = { critical: 100_000, major: 100_000, minor: 0 };
/** Parts per 100,000. */
export const defaultTarget = 99_800;

const content = {
  objectiveId: uuid, name: line, parts: z.array(objectivePart).min(1).max(200), target: per100k, window: objectiveWindow,
  weights: impactWeights, overlap, maintenance: z.enum(["excluded", "counted"]), ownerId: uuid.nullable(),
};

/** What is done about a budget that goes, or is gone. */
export const budgetPolicy = z.object({
  /** Nothing is deployed to production once it is gone, unless somebody who may says why. Rollbacks are never held up. */
  gateDeploys: z.boolean(),
  /** One incident that takes more than a fifth of the budget of four weeks asks for an action. */
  askForActions: z.boolean(),
});
export type BudgetPolicy = z.infer<typeof budgetPolicy>;

/** What holds unless somebody says otherwise: what costs much is to be looked at, and nobody is held up. */
export const defaultPolicy: BudgetPolicy = { gateDeploys: false, askForActions: true };

/** A query of Prometheus; `{{.window}}` in it stands for the time that is counted, as `5m`. */
const promql = z.string().trim().min(1).max(4_000);

/** What counts requests: all of them, and those that were answered as they should be, or those that were not. */
export const indicator = z.object({ counts: z.enum(["good", "bad"]), query: promql, total: promql });
export type Indicator = z.infer<typeof indicator>;

/** A time that is left out of what is measured, because what was measured in it was not so. */
export const correction = z.object({ correctionId: uuid, from: instant, to: instant, reason });
export type Correction = z.infer<typeof correction>;

/** How available something is to be: the target, and how it is measured. */
export const objectiveEvents = {
  ObjectiveDefined: defineEvent({ type: "ObjectiveDefined", schema: z.object(content) }),
  /** Whole: what it is from then on. */
  ObjectiveChanged: defineEvent({ type: "ObjectiveChanged", schema: z.object({ ...content, reason }) }),
  /** Whole: what is done about its budget from then on. */
  BudgetPolicySet: defineEvent({ type: "BudgetPolicySet", schema: z.object({ objectiveId: uuid, policy: budgetPolicy, reason }) }),
  /**
   * One incident alone took more than a fifth of the budget of four weeks: somebody is to do something about it. Once for an incident,
   * with what it had cost when that was found (it may go on).
   */
  ErrorBudgetOverspent: defineEvent({
    type: "ErrorBudgetOverspent",
    schema: z.object({ objectiveId: uuid, incidentId: uuid, badMs: milliseconds, budgetMs: milliseconds }),
  }),
  /** From then on it is measured by requests; null: by incidents again. */
  IndicatorSet: defineEvent({ type: "IndicatorSet", schema: z.object({ objectiveId: uuid, indicator: indicator.nullable(), reason }) }),
  CorrectionMade: defineEvent({ type: "CorrectionMade", schema: z.object({ objectiveId: uuid, ...correction.shape }) }),
  /** What was measured counts again. */
  CorrectionLifted: defineEvent({ type: "CorrectionLifted", schema: z.object({ objectiveId: uuid, correctionId: uuid, reason }) }),
  /** Nobody is held to it any more; what it said stays. */
  ObjectiveRetired: defineEvent({ type: "ObjectiveRetired", schema: z.object({ objectiveId: uuid, reason }) }),
};
export type ObjectiveEvent = EventsOf<typeof objectiveEvents>;
