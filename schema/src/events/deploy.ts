import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { customer, instant, line, milliseconds, per100k, percent, reason, replacedRun, slug, text, uuid } from "../scalars.ts";
import { pageChannel } from "./page.ts";
import { deployPlan, judgeLatencyToo } from "./plan.ts";

/** What one release did in a window, as its target's metrics say. */
export const windowNumbers = z.object({
  requests: z.int().min(0),
  errors: z.int().min(0),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});
export type WindowNumbers = z.infer<typeof windowNumbers>;

/** Requests and failures of a stretch of time that begins at `at`; it lasts until the next point. */
export const effectPoint = z.object({ at: instant, requests: z.int().min(0), errors: z.int().min(0) });
export type EffectPoint = z.infer<typeof effectPoint>;

/** A request kept as evidence. */
export const exampleRequest = z.object({
  at: instant,
  customer: customer.nullable(),
  path: z.string().max(500),
  status: z.int(),
  durationMs: z.number(),
  traceId: z.string().nullable(),
  error: z.string().max(500).nullable(),
});
export type ExampleRequest = z.infer<typeof exampleRequest>;

export const verdict = z.enum(["pass", "fail", "inconclusive", "error"]);
export type Verdict = z.infer<typeof verdict>;

/** What a judge compared the new release with: the stable one at the same time, its own past, or only the plan's limits. */
export const verdictBasis = z.enum(["stable", "past", "limit"]);
export type VerdictBasis = z.infer<typeof verdictBasis>;

/** What one criterion came to. `canary`, `baseline`: parts per 100,000 of requests, heavy customers capped. */
export const verdictFinding = z.object({
  /** Failed requests, or requests slower than `overMs`. */
  what: z.enum(["errors", "latency"]),
  /** Since the step's start, or only recently. */
  window: z.enum(["step", "recent"]),
  verdict,
  canary: z.number().nullable(),
  baseline: z.number().nullable(),
  overMs: z.number().nullable(),
  /** How probable chance alone makes what was seen, and what that has to fall below at this look for a failure. */
  chance: z.number().nullable(),
  requiredChance: z.number().nullable(),
});
export type VerdictFinding = z.infer<typeof verdictFinding>;

/** The numbers behind a verdict. */
export const verdictEvidence = z.object({
  basis: verdictBasis,
  /** Customers with requests, on each side. */
  canaryCustomers: z.int().min(0).nullable(),
  baselineCustomers: z.int().min(0).nullable(),
  findings: z.array(verdictFinding).max(10),
  /** What got worse at the same time without this release: then it is not this release's doing. */
  witnesses: z.array(line).max(10),
});
export type VerdictEvidence = z.infer<typeof verdictEvidence>;

export const affectedCustomer = z.object({ customer, requests: z.int().min(0), errors: z.int().min(0) });
export type AffectedCustomer = z.infer<typeof affectedCustomer>;

const id = { deployId: uuid };
const step = z.int().min(0);

/** Deploys and rollbacks (`kind`), and deploys that another system makes and Ballast observes. */
export const deployEvents = {
  DeployRequested: defineEvent({
    type: "DeployRequested",
    schema: z.object({
      ...id,
      kind: z.enum(["deploy", "rollback"]),
      laneId: uuid,
      serviceId: uuid,
      environment: slug,
      releaseId: uuid,
      version: line,
      /** What served everyone before. */
      fromReleaseId: uuid.nullable(),
      fromVersion: line.nullable(),
      /** Null for a rollback: it goes at once. */
      plan: deployPlan.nullable(),
      reason: text,
      automatic: z.boolean(),
      incidentId: uuid.nullable(),
      /** The deploy a rollback pre-empts. */
      preempts: uuid.nullable(),
      /** A rollback is to be done by then: five minutes from the recorded press. */
      deadlineAt: instant.nullable(),
      /** Made with `--direct`, without the workflow engine. */
      direct: z.boolean(),
      warnings: z.array(z.string()),
      /** A rollback that keeps to its target although that does not start, instead of going on to an older one. */
      stay: z.boolean(),
    }),
    // Version 3 lets a person tell a rollback to keep to its target; none was told so before.
    upcasts: [judgeLatencyToo, (data) => ({ ...data, stay: false })],
  }),
  /** A gate was closed, and somebody who may said why this deploy goes all the same. `gate` is what the refusal would have said. */
  DeployGateOverridden: defineEvent({
    type: "DeployGateOverridden", schema: z.object({ ...id, kind: z.enum(["error_budget"]), recordId: uuid, gate: text, reason }),
  }),
  DeployObserved: defineEvent({
    type: "DeployObserved",
    schema: z.object({
      ...id, laneId: uuid, serviceId: uuid, environment: slug, releaseId: uuid.nullable(), version: line,
      state: z.enum(["pending", "running", "succeeded", "failed", "inactive"]), url: z.string().nullable(), observedFrom: line,
    }),
  }),
  DeployObservationChanged: defineEvent({
    type: "DeployObservationChanged",
    schema: z.object({
      ...id, state: z.enum(["pending", "running", "succeeded", "failed", "inactive"]), description: text, url: z.string().nullable(),
    }),
  }),
  /** Decides "exactly once": the run that appended this carries the request out, any other ends. */
  DeployStarted: defineEvent({
    type: "DeployStarted", schema: z.object({ ...id, requestEventId: uuid, workflowId: z.string(), runId: z.string() }),
  }),
  /** The run that carried the deploy was lost in the workflow engine; this one goes on where the record stands. */
  DeployRunReplaced: defineEvent({ type: "DeployRunReplaced", schema: z.object({ ...id, ...replacedRun }) }),
  DeployPrepared: defineEvent({ type: "DeployPrepared", schema: z.object({ ...id, durationMs: milliseconds }) }),
  StepStarted: defineEvent({
    type: "StepStarted",
    schema: z.object({ ...id, step, percent, customers: z.array(customer), bakeMs: milliseconds }),
  }),
  TrafficShifted: defineEvent({
    type: "TrafficShifted",
    schema: z.object({
      ...id, step: step.nullable(), percent, customers: z.array(customer), measuredPercent: z.number().nullable(), durationMs: milliseconds,
    }),
  }),
  VerdictReached: defineEvent({
    type: "VerdictReached",
    schema: z.object({
      ...id,
      step,
      look: z.int().min(0),
      judge: line,
      verdict,
      reason: text,
      canary: windowNumbers.nullable(),
      baseline: windowNumbers.nullable(),
      from: instant,
      to: instant,
      final: z.boolean(),
      examples: z.array(exampleRequest).max(10),
      failingCustomers: z.array(affectedCustomer).max(200),
      failingCustomerCount: z.int().min(0),
      evidence: verdictEvidence.nullable(),
    }),
    // Version 2 keeps the numbers behind the verdict: what it was compared with, how many customers, how probable chance makes it.
    upcasts: [(data) => ({ ...data, evidence: null })],
  }),
  /** `bakeMs` is the whole bake, what has passed of it included. */
  BakeExtended: defineEvent({ type: "BakeExtended", schema: z.object({ ...id, step, bakeMs: milliseconds, reason: text }) }),
  StepPassed: defineEvent({ type: "StepPassed", schema: z.object({ ...id, step }) }),
  DeployPaused: defineEvent({ type: "DeployPaused", schema: z.object({ ...id, reason: text, byJudge: z.boolean() }) }),
  /** `byJudge`: the judge's own pause ended because its reason was gone. */
  DeployResumed: defineEvent({
    type: "DeployResumed",
    schema: z.object({ ...id, reason: text, byJudge: z.boolean() }),
    // Version 2 tells the judge's word from a person's; whose it was before stands in the reason alone.
    upcasts: [(data) => ({ ...data, byJudge: false })],
  }),
  DeployHeld: defineEvent({ type: "DeployHeld", schema: z.object({ ...id, incidentId: uuid, reason: text }) }),
  DeployHoldLifted: defineEvent({ type: "DeployHoldLifted", schema: z.object({ ...id, incidentId: uuid, reason: text }) }),
  /** `full` skips all further steps. Never overrides a failing verdict. */
  StepPromoted: defineEvent({ type: "StepPromoted", schema: z.object({ ...id, step, full: z.boolean(), reason: text }) }),
  DeployAbortRequested: defineEvent({ type: "DeployAbortRequested", schema: z.object({ ...id, reason }) }),
  /** A rollback of this lane takes over. That ends a rollback; a deploy's end says which release serves then. */
  DeployPreempted: defineEvent({ type: "DeployPreempted", schema: z.object({ ...id, byDeployId: uuid }) }),
  SoakStarted: defineEvent({ type: "SoakStarted", schema: z.object({ ...id, soakMs: milliseconds }) }),
  DeploySucceeded: defineEvent({ type: "DeploySucceeded", schema: z.object({ ...id, durationMs: milliseconds }) }),
  /** The compensations of a deploy begin: by a verdict (`automatic`), an abort or a pre-emption. */
  RollbackBegan: defineEvent({
    type: "RollbackBegan",
    schema: z.object({ ...id, reason: text, automatic: z.boolean(), toReleaseId: uuid.nullable(), toVersion: line.nullable() }),
  }),
  CompensationFailed: defineEvent({ type: "CompensationFailed", schema: z.object({ ...id, compensation: line, error: text }) }),
  DeployRolledBack: defineEvent({
    type: "DeployRolledBack",
    schema: z.object({ ...id, toReleaseId: uuid.nullable(), toVersion: line.nullable(), durationMs: milliseconds }),
  }),
  DeployAborted: defineEvent({ type: "DeployAborted", schema: z.object({ ...id, reason: text, durationMs: milliseconds }) }),
  DeployCancelled: defineEvent({ type: "DeployCancelled", schema: z.object({ ...id, reason: text }) }),
  /** It never reached anybody: preparing failed. */
  DeployFailed: defineEvent({ type: "DeployFailed", schema: z.object({ ...id, error: text }) }),
  RollbackFailed: defineEvent({ type: "RollbackFailed", schema: z.object({ ...id, error: text }) }),
  /** The target of a rollback does not start: why, with the last lines it wrote. Customers stay where they are. */
  RollbackTargetFailed: defineEvent({
    type: "RollbackTargetFailed",
    schema: z.object({
      ...id, releaseId: uuid, version: line, attempt: z.int().min(1), error: text, output: z.array(z.string().max(500)).max(20),
    }),
  }),
  /** A rollback goes on to another release than the one it was asked for. */
  RollbackRedirected: defineEvent({
    type: "RollbackRedirected", schema: z.object({ ...id, releaseId: uuid, version: line, reason: text }),
  }),
  RollbackEscalated: defineEvent({ type: "RollbackEscalated", schema: z.object({ ...id, reason: text }) }),
  /** All traffic is back on the target: pressed → done, in ms. */
  RollbackCompleted: defineEvent({ type: "RollbackCompleted", schema: z.object({ ...id, durationMs: milliseconds }) }),
  /** What a rollback did, in a sentence and in numbers. */
  EffectMeasured: defineEvent({
    type: "EffectMeasured",
    schema: z.object({
      ...id, sentence: text, recovered: z.boolean().nullable(), before: windowNumbers.nullable(), after: windowNumbers.nullable(),
      beforeErrorsPer100k: per100k.nullable(), afterErrorsPer100k: per100k.nullable(), overMs: milliseconds,
      affectedCustomers: z.array(affectedCustomer).max(200), affectedCustomerCount: z.int().min(0),
      /** What those felt who had the release that was left: it while they had it, the rest of the lane before and after. Oldest first. */
      series: z.array(effectPoint).max(240),
    }),
    // Version 2 keeps the numbers over time, which a target forgets after an hour and a review wants for years.
    upcasts: [(data) => ({ ...data, series: [] })],
  }),
  /** A contained rollback wakes nobody: its deployer is told. */
  DeployerNotified: defineEvent({
    type: "DeployerNotified", schema: z.object({ ...id, personId: uuid, channels: z.array(pageChannel), text }),
  }),
};
export type DeployEvent = EventsOf<typeof deployEvents>;
