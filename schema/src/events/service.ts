import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { line, per100k, reason, slug, text, uuid } from "../scalars.ts";
import { layerHours } from "./rotation.ts";
import { deployPlan, judgeLatencyToo } from "./plan.ts";

/** Where deploys of an environment go. `observed`: another system deploys, Ballast watches. */
export const target = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("fleet"), trafficPerSecond: z.int().min(0).max(1_000).optional(), customers: z.int().min(1).max(100_000).optional(),
  }),
  z.object({ kind: z.literal("observed") }),
]);
export type Target = z.infer<typeof target>;

export const environmentKind = z.enum(["production", "staging", "development"]);
export type EnvironmentKind = z.infer<typeof environmentKind>;

/** An impact above one of these pages somebody, even when the rollback worked. */
export const thresholds = z.object({
  /** Share of the lane's requests that fail, parts per 100,000. */
  pageErrorsPer100k: per100k,
  /** Number of customers who saw errors. */
  pageCustomers: z.int().min(1),
});
export type Thresholds = z.infer<typeof thresholds>;
/** 1 % of requests, or 25 customers. */
export const defaultThresholds: Thresholds = { pageErrorsPer100k: 1_000, pageCustomers: 25 };

/**
 * The hours in which what is no emergency calls people at once. Outside of them, incidents milder than `alwaysUpTo` are of low urgency
 * and wait for the hours to begin; that severity and worse ones are urgent at any hour, severity 1 always.
 */
export const supportHours = z.object({
  timeZone: line, weekdays: layerHours.shape.weekdays, from: layerHours.shape.from,
  /** On the next day where it is not after `from`: the same time is a whole day. */
  to: layerHours.shape.to, alwaysUpTo: z.int().min(1).max(3),
});
export type SupportHours = z.infer<typeof supportHours>;

/** Version 2: where it is written what to do when it breaks. */
const withRunbook: Upcast = (described) => ({ ...described, runbookUrl: null });

export const serviceEvents = {
  ServiceRegistered: defineEvent({
    type: "ServiceRegistered",
    schema: z.object({ serviceId: uuid, slug, name: line, description: text }),
  }),
  ServiceDescribed: defineEvent({
    type: "ServiceDescribed",
    upcasts: [withRunbook],
    schema: z.object({ serviceId: uuid, name: line, description: text, repositoryUrl: z.url().nullable(), runbookUrl: z.url().nullable() }),
  }),
  EnvironmentDefined: defineEvent({
    type: "EnvironmentDefined",
    schema: z.object({ serviceId: uuid, environment: slug, kind: environmentKind, target, order: z.int().min(0) }),
  }),
  EnvironmentRemoved: defineEvent({
    type: "EnvironmentRemoved",
    schema: z.object({ serviceId: uuid, environment: slug, reason }),
  }),
  DeployPlanSet: defineEvent({
    type: "DeployPlanSet",
    schema: z.object({ serviceId: uuid, environment: slug, plan: deployPlan }),
    upcasts: [judgeLatencyToo],
  }),
  ThresholdsSet: defineEvent({ type: "ThresholdsSet", schema: z.object({ serviceId: uuid, thresholds }) }),
  RotationAssigned: defineEvent({
    type: "RotationAssigned",
    schema: z.object({ serviceId: uuid, purpose: z.enum(["responders", "commander"]), rotationId: uuid.nullable() }),
  }),
  /** In which order its responders are called; null: as everywhere. */
  EscalationAssigned: defineEvent({
    type: "EscalationAssigned", schema: z.object({ serviceId: uuid, escalationId: uuid.nullable() }),
  }),
  /** When what is no emergency calls at once; null: at any hour, as its severity says. */
  SupportHoursSet: defineEvent({
    type: "SupportHoursSet", schema: z.object({ serviceId: uuid, supportHours: supportHours.nullable() }),
  }),
};
export type ServiceEvent = EventsOf<typeof serviceEvents>;
