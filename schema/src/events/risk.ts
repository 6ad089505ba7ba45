import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, per100k, reason, text, uuid } from "../scalars.ts";

/** Minutes, down to a thousandth; at most a year. */
const minutes = z.number().min(0).max(525_960);
/** Thousandths of a day, whole: between two failures may lie an hour or a thousand years. */
const milliDays = z.int().min(1).max(365_250_000);
/** A step of a grid, 1 is the least. */
const step = z.int().min(1).max(5);

/** What a risk costs is made from these four: ETTD, ETTR, the share of users that it hits, and ETTF. */
export const riskInputs = z.object({
  detectMinutes: minutes, resolveMinutes: minutes, impactPer100k: per100k, betweenMilliDays: milliDays,
});
export type RiskInputs = z.infer<typeof riskInputs>;

/** What can happen, in three clauses: if this, then that, until this. */
export const riskStatement = z.object({ if: reason, then: reason, until: reason });
export type RiskStatement = z.infer<typeof riskStatement>;

export const treatments = ["mitigate", "accept", "transfer", "avoid"] as const;
export type Treatment = (typeof treatments)[number];
export const treatmentStates = ["notBegun", "inProgress", "done"] as const;
export type TreatmentState = (typeof treatmentStates)[number];
/** Where an estimate comes from: somebody's judgement, or what happened. */
export const estimateBases = ["judgement", "history"] as const;
export type EstimateBasis = (typeof estimateBases)[number];
/**
 * Records a risk is linked with. An incident in which it came true says how much of the users it hit, where somebody knows better than its
 * intervals.
 */
export const riskLinkKinds = ["incident", "release", "technology"] as const;
export type RiskLinkKind = (typeof riskLinkKinds)[number];

const described = {
  title: line,
  statement: riskStatement,
  category: line,
  serviceIds: z.array(uuid).max(50),
  ownerId: uuid,
  /** It is looked at again as many days after it was last. */
  reviewEveryDays: z.int().min(1).max(3_650),
};
const acceptance = { riskId: uuid, acceptanceId: uuid };

/** A risk of the register, from its registration to its end. */
export const riskEvents = {
  RiskRegistered: defineEvent({
    type: "RiskRegistered",
    schema: z.object({
      riskId: uuid, number: z.int().min(1), ...described,
      /** Since when incidents of its kind are known: how often it came true is counted from then. */
      observedSince: instant,
    }),
  }),
  RiskDescribed: defineEvent({ type: "RiskDescribed", schema: z.object({ riskId: uuid, ...described, reason: reason.nullable() }) }),
  RiskEstimated: defineEvent({
    type: "RiskEstimated", schema: z.object({ riskId: uuid, inputs: riskInputs, basis: z.enum(estimateBases), reason }),
  }),
  /** For those who think in a grid of likelihood and impact. */
  RiskRated: defineEvent({ type: "RiskRated", schema: z.object({ riskId: uuid, likelihood: step, impact: step, reason }) }),
  RiskTreatmentSet: defineEvent({
    type: "RiskTreatmentSet",
    schema: z.object({ riskId: uuid, treatment: z.enum(treatments), state: z.enum(treatmentStates), reason }),
  }),
  RiskReviewed: defineEvent({ type: "RiskReviewed", schema: z.object({ riskId: uuid, note: text }) }),
  RiskLinked: defineEvent({
    type: "RiskLinked",
    schema: z.object({
      riskId: uuid, kind: z.enum(riskLinkKinds), recordId: uuid,
      impactPer100k: per100k.nullable(),
      note: text,
    }),
  }),
  RiskUnlinked: defineEvent({
    type: "RiskUnlinked", schema: z.object({ riskId: uuid, kind: z.enum(riskLinkKinds), recordId: uuid, reason }),
  }),
  RiskClosed: defineEvent({ type: "RiskClosed", schema: z.object({ riskId: uuid, reason }) }),
  RiskReopened: defineEvent({ type: "RiskReopened", schema: z.object({ riskId: uuid, reason }) }),
  /** Asked for: to live with it from then (null: from the approval) until then. */
  AcceptanceProposed: defineEvent({
    type: "AcceptanceProposed",
    schema: z.object({ ...acceptance, requestedBy: uuid, from: instant.nullable(), until: instant, reason }),
  }),
  /** Somebody with the right looks at it. */
  AcceptanceReviewBegun: defineEvent({ type: "AcceptanceReviewBegun", schema: z.object({ ...acceptance, reviewerId: uuid }) }),
  AcceptanceApproved: defineEvent({ type: "AcceptanceApproved", schema: z.object({ ...acceptance, approverId: uuid, note: text }) }),
  AcceptanceRejected: defineEvent({ type: "AcceptanceRejected", schema: z.object({ ...acceptance, approverId: uuid, reason }) }),
  /** It holds from now on: at its approval, or when the one before it ends. */
  AcceptanceBegan: defineEvent({ type: "AcceptanceBegan", schema: z.object(acceptance) }),
  /** Its owner was told that it ends in so many days. */
  AcceptanceReminded: defineEvent({ type: "AcceptanceReminded", schema: z.object({ ...acceptance, daysLeft: z.int().min(1) }) }),
  /** Its time is over: what it accepted counts as not treated. */
  AcceptanceExpired: defineEvent({ type: "AcceptanceExpired", schema: z.object(acceptance) }),
  /** Taken back, before it was decided or while it held. */
  AcceptanceWithdrawn: defineEvent({ type: "AcceptanceWithdrawn", schema: z.object({ ...acceptance, reason }) }),
};
export type RiskEvent = EventsOf<typeof riskEvents>;
