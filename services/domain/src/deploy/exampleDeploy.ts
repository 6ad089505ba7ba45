import type { DataOf, DeployEvent, DeployPlan, EventType, Verdict, WindowNumbers } from "@ballast/schema";

/** A deploy of v3 over v2 in production, for specifications: ids, facts, and the commands that report them. */

export const now = "2026-03-02T10:00:00Z";
const uuid = (number: number): string => `d0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
export const deployId = uuid(1);
export const rollbackId = uuid(9);
export const incidentId = uuid(50);
export const otherIncidentId = uuid(51);

const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
export const plan: DeployPlan = {
  steps: [10, 50, 100].map((percent) => ({ percent, customers: [], bakeMs: 5_000, analysis })),
  soakMs: 10_000,
};
const place = { laneId: uuid(40), serviceId: uuid(41), environment: "production" };

export const request: DataOf<"DeployRequested"> = {
  ...place, deployId, kind: "deploy", releaseId: uuid(23), version: "v3", fromReleaseId: uuid(22), fromVersion: "v2", plan,
  reason: "", automatic: false, incidentId: null, preempts: null, deadlineAt: null, direct: false, warnings: [], stay: false,
};
/** The rollback from v3 back to v2. */
export const rollback: DataOf<"DeployRequested"> = {
  ...request, deployId: rollbackId, kind: "rollback", releaseId: uuid(22), version: "v2", fromReleaseId: uuid(23), fromVersion: "v3",
  plan: null, reason: "orders fail", incidentId, preempts: deployId, deadlineAt: "2026-03-02T10:05:00.000Z",
};
export const observation: DataOf<"DeployObserved"> = {
  ...place, deployId, releaseId: null, version: "v3", state: "pending", url: null, observedFrom: "GitHub",
};

type DeployFact<Type extends EventType> = Omit<DataOf<Type>, "deployId">;
/** Any fact about the deploy: its name and its data but for the id. */
export function fact<Type extends DeployEvent["type"]>(type: Type, data: DeployFact<Type>): DeployEvent;
export function fact(type: string, data: object): object {
  return { type, data: { deployId, ...data } };
}
/** The same about the rollback. */
export function rollbackFact<Type extends DeployEvent["type"]>(type: Type, data: DeployFact<Type>): DeployEvent;
export function rollbackFact(type: string, data: object): object {
  return { type, data: { deployId: rollbackId, ...data } };
}

export const run = { requestEventId: uuid(60), workflowId: `deploy/${deployId}`, runId: "run-1" };
const numbers: WindowNumbers = { requests: 200, errors: 1, p50Ms: 4, p95Ms: 9 };
/** What the judge of errors says on a step. */
export const saying = (
  verdict: Verdict,
  step = 0,
  by: { readonly look?: number; readonly judge?: string } = {},
): DeployFact<"VerdictReached"> => ({
  step, look: by.look ?? 1, judge: by.judge ?? "errors", verdict, reason: "0.5 % errors", canary: numbers, baseline: numbers, from: now,
  to: now, final: false, examples: [], failingCustomers: [], failingCustomerCount: 0, evidence: null,
});
export const stepAt = (step: number): DeployFact<"StepStarted"> => ({
  step, percent: plan.steps[step]?.percent ?? 100, customers: [], bakeMs: 5_000,
});
export const shiftTo = (
  percent: number,
  step: number | null = null,
  measuredPercent: number | null = percent,
): DeployFact<"TrafficShifted"> => ({
  step, percent, customers: [], measuredPercent, durationMs: 40,
});
export const effect: DeployFact<"EffectMeasured"> = {
  sentence: "errors 6.1 → 0.4 % in 40 s", recovered: true, before: numbers, after: numbers, beforeErrorsPer100k: 6_100,
  afterErrorsPer100k: 400, overMs: 40_000, affectedCustomers: [], affectedCustomerCount: 0, series: [],
};

export const requested: DeployEvent = { type: "DeployRequested", data: request };
export const rollbackRequested: DeployEvent = { type: "DeployRequested", data: rollback };
export const observed: DeployEvent = { type: "DeployObserved", data: observation };
export const started = [requested, fact("DeployStarted", run)];
export const prepared = [...started, fact("DeployPrepared", { durationMs: 900 })];
/** Baking its first step at 10 %. */
export const baking = [...prepared, fact("StepStarted", stepAt(0)), fact("TrafficShifted", shiftTo(10, 0))];
/** Between the first and the second step. */
export const passedFirst = [...baking, fact("VerdictReached", saying("pass")), fact("StepPassed", { step: 0 })];
/** All steps have passed. */
export const promoting = [
  ...passedFirst,
  ...[1, 2].flatMap((step) => [
    fact("StepStarted", stepAt(step)),
    fact("TrafficShifted", shiftTo(plan.steps[step]?.percent ?? 100, step)),
    fact("VerdictReached", saying("pass", step)),
    fact("StepPassed", { step }),
  ]),
];
export const soaking = [...promoting, fact("SoakStarted", { soakMs: 10_000 })];
export const failed = [...baking, fact("VerdictReached", saying("fail"))];
export const began = fact("RollbackBegan", {
  reason: "verdict failed at 10 %", automatic: true, toReleaseId: rollback.releaseId, toVersion: "v2",
});
export const rollingBack = [...failed, began];
export const aborting = [...baking, fact("DeployAbortRequested", { reason: "wrong release" })];
export const preempted = [...baking, fact("DeployPreempted", { byDeployId: rollbackId })];
const rolledBackTo = { toReleaseId: rollback.releaseId, toVersion: "v2", durationMs: 800 };
/** One history for each way to end. */
export const ends = {
  succeeded: [...soaking, fact("DeploySucceeded", { durationMs: 60_000 })],
  rolledBack: [...rollingBack, fact("DeployRolledBack", rolledBackTo)],
  rollbackFailed: [...rollingBack, fact("RollbackFailed", { error: "the router does not answer" })],
  aborted: [...aborting, fact("DeployAborted", { reason: "wrong release", durationMs: 800 })],
  cancelled: [requested, fact("DeployCancelled", { reason: "not today" })],
  failed: [...started, fact("DeployFailed", { error: "the process ended at once" })],
};
export const rollbackStarted = [rollbackRequested, rollbackFact("DeployStarted", { ...run, workflowId: "rollback/checkout/production" })];
export const rollbackDone = [
  ...rollbackStarted,
  rollbackFact("TrafficShifted", shiftTo(100)),
  rollbackFact("RollbackCompleted", { durationMs: 1_200 }),
];
