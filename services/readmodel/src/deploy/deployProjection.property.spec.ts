import { deployDecider, deployStateOf, type Deploy, type DeployCourse } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { DataOf, DeployPlan, Verdict } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { deployProjection } from "./deployProjection.ts";
import { hasEnded } from "./deployRow.ts";

type DeployCommand = Parameters<typeof deployDecider.decide>[0];

const now = "2026-11-01T10:00:00.000Z";
const [deployId, rollbackId, serviceId] = [ids.deploy("v3"), ids.deploy("back"), ids.service("checkout")];
const incidents = [ids.incident("one"), ids.incident("two")];
const at = { now, deployId };
const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const plan: DeployPlan = { steps: [10, 100].map((percent) => ({ percent, customers: [], bakeMs: 5_000, analysis })), soakMs: 10_000 };
const wish = {
  laneId: ids.lane(serviceId, "production"), serviceId, environment: "production", deployId, releaseId: ids.release(serviceId, "v3"),
  version: "v3", fromReleaseId: ids.release(serviceId, "v2"), fromVersion: "v2", reason: "", automatic: false, incidentId: null,
  warnings: [],
};
const back = { toReleaseId: wish.fromReleaseId, toVersion: "v2" };
const numbers = { requests: 200, errors: 1, p50Ms: 4, p95Ms: 9 };
const saying = (verdict: Verdict, step: number): Omit<DataOf<"VerdictReached">, "deployId"> => ({
  step, look: 1, judge: "errors", verdict, reason: "", canary: numbers, baseline: numbers, from: now, to: now, final: true, examples: [],
  failingCustomers: [], failingCustomerCount: 0, evidence: null,
});
const effect = {
  sentence: "errors 6.1 → 0.4 %", recovered: true, before: numbers, after: numbers, beforeErrorsPer100k: 6_100, afterErrorsPer100k: 400,
  overMs: 40_000, affectedCustomers: [], affectedCustomerCount: 0, series: [],
};
const shift = (percent: number, step: number | null): DeployCommand => ({
  type: "ShiftTraffic", ...at, step, percent, customers: [], measuredPercent: percent, durationMs: 40,
});
const requestRollback: DeployCommand = {
  type: "RequestRollback", now, ...wish, releaseId: wish.fromReleaseId, version: "v2", fromReleaseId: wish.releaseId, fromVersion: "v3",
  preempts: null, direct: false, stay: false,
};

const onward = (step: number): readonly DeployCommand[] => [
  { type: "StartStep", ...at, step, percent: plan.steps[step]?.percent ?? 100, customers: [], bakeMs: 5_000 },
  shift(plan.steps[step]?.percent ?? 100, step),
  { type: "ReachVerdict", ...at, ...saying("pass", step) },
  { type: "PassStep", ...at, step },
];
const run = { requestEventId: ids.deploy("request"), workflowId: "deploy", runId: "run-1" };
const forward: readonly DeployCommand[] = [
  { type: "RequestDeploy", now, ...wish, plan },
  { type: "Start", ...at, ...run },
  { type: "RecordPrepared", ...at, durationMs: 900 },
  ...onward(0),
  ...onward(1),
  { type: "StartSoak", ...at, soakMs: 10_000 },
  { type: "Succeed", ...at, durationMs: 60_000 },
];
const steering: readonly DeployCommand[] = [
  { type: "Pause", ...at, reason: "lunch", byJudge: false },
  { type: "Resume", ...at, reason: "", byJudge: false },
  { type: "Promote", ...at, step: null, full: false, reason: "" },
  { type: "Promote", ...at, step: null, full: true, reason: "now" },
  { type: "ExtendBake", ...at, step: 0, bakeMs: 9_000, reason: "few requests" },
  { type: "ReplaceRun", ...at, ...run, fromRunId: "run-1", toRunId: "run-2", reason: "lost" },
  ...incidents.flatMap((incidentId): readonly DeployCommand[] => [
    { type: "Hold", ...at, incidentId, reason: "" },
    { type: "LiftHold", ...at, incidentId, reason: "" },
  ]),
];
const endings: readonly DeployCommand[] = [
  requestRollback,
  { type: "ReachVerdict", ...at, ...saying("fail", 0) },
  { type: "Abort", ...at, reason: "wrong" },
  { type: "Preempt", ...at, byDeployId: rollbackId },
  { type: "Cancel", ...at, reason: "" },
  { type: "BeginRollback", ...at, ...back, reason: "", automatic: true },
  shift(0, null),
  { type: "RecordRolledBack", ...at, ...back, durationMs: 800 },
  { type: "RecordAborted", ...at, reason: "", durationMs: 800 },
  { type: "Fail", ...at, error: "it does not start" },
  { type: "FailRollback", ...at, error: "the router does not answer" },
  { type: "Escalate", ...at, reason: "" },
  { type: "CompleteRollback", ...at, durationMs: 900 },
  { type: "FailTarget", ...at, releaseId: wish.fromReleaseId, version: "v2", attempt: 1, error: "no such file", output: [] },
  { type: "Redirect", ...at, releaseId: ids.release(serviceId, "v1"), version: "v1", reason: "v2 does not start" },
  { type: "RecordEffect", ...at, ...effect },
  { type: "NotifyDeployer", ...at, personId: ids.person("ana"), channels: ["inbox"], text: "it went back" },
  { type: "NotifyDeployer", ...at, personId: ids.person("ana"), channels: ["inbox"], text: "and stays there" },
  { type: "FailCompensation", ...at, compensation: "restore", error: "no answer" },
];
/** Along the way, steered, and sometimes back: so that most histories get somewhere. */
const anyCommand = fc.oneof(
  { arbitrary: fc.constantFrom(...forward), weight: 6 },
  { arbitrary: fc.constantFrom(...steering), weight: 4 },
  { arbitrary: fc.constantFrom(...endings), weight: 1 },
);

/** Where the domain's state says that it is. */
function courseOf(deploy: Exclude<Deploy, { status: "absent" }>): DeployCourse {
  if (deploy.status === "observed") return { status: "observed", state: deploy.state, url: deploy.url, description: deploy.description };
  const { kind, target, abort, preemptedBy, escalated } = deploy;
  const { verdicts: _, ...mark } = deploy.step ?? { verdicts: null };
  const driven = { kind, target, abort, preemptedBy, escalated, step: "index" in mark ? mark : null };
  if (deploy.status === "ended") return { ...driven, status: "ended", outcome: deploy.outcome };
  if (deploy.status === "rollingBack") return { ...driven, status: "rollingBack", automatic: deploy.automatic };
  const { status, phase, full, paused, heldBy } = deploy;
  return { ...driven, status, phase, full, paused, heldBy };
}

it("a deploy's row says of every history what the domain's state says", () => {
  const requested = deployDecider.decide({ type: "RequestDeploy", now, ...wish, plan }, deployDecider.initialState);
  const baking = forward.slice(1, 5).reduce(({ events, state }, command) => {
    const decided = deployDecider.decide(command, state);
    return { events: [...events, ...decided], state: decided.reduce(deployDecider.evolve, state) };
  }, { events: requested, state: requested.reduce(deployDecider.evolve, deployDecider.initialState) });
  const rollback = deployDecider.decide(requestRollback, deployDecider.initialState);
  rowsAreStates(
    {
      record: ["deploy", deployId], decider: deployDecider, projection: deployProjection, command: anyCommand,
      beginnings: [[], requested, baking.events, rollback],
    },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row?.course).toEqual(courseOf(state));
      expect(row?.state).toBe(deployStateOf(courseOf(state)));
      expect(row?.endedAt !== null, "it has ended").toBe(state.status === "ended");
      if (row !== null) expect(hasEnded(row), "nothing more will come").toBe(state.status === "ended");
      if (state.status === "observed") return;
      expect([row?.releaseId, row?.version]).toEqual([state.target.releaseId, state.target.version]);
      expect(row?.steps.find(({ index }) => index === state.step?.index)?.extended ?? false).toBe(state.step?.extended ?? false);
      expect(row?.percent ?? null).toBe(state.traffic?.percent ?? null);
      expect(row?.effect?.sentence ?? null).toBe(state.effect?.sentence ?? null);
      expect(new Set(row?.notified.map(({ text }) => text))).toEqual(state.notified);
      expect(row?.failedTargets.map(({ releaseId, attempt }) => [releaseId, attempt])).toEqual(
        state.failedTargets.map(({ releaseId, attempt }) => [releaseId, attempt]),
      );
      expect(row?.abortRequested?.reason ?? null).toBe(state.abort);
      if (state.status === "going" && state.preemptedBy === null) {
        expect(row?.paused?.reason ?? null).toBe(state.paused?.reason ?? null);
        expect(row?.holds.map(({ incidentId }) => incidentId)).toEqual([...state.heldBy]);
      }
    },
  );
});

const anyNews = fc
  .constantFrom("pending" as const, "running" as const, "succeeded" as const, "failed" as const, "inactive" as const)
  .chain((state) =>
    fc.constantFrom<DeployCommand>(
      {
        type: "ObserveDeploy", ...at, laneId: wish.laneId, serviceId, environment: "production", releaseId: null, version: "v3", state,
        url: null, observedFrom: "GitHub",
      },
      { type: "ChangeObservation", ...at, state, description: `it is ${state}`, url: null },
      { type: "ChangeObservation", ...at, state, description: "", url: "https://example.org/7" },
    ),
  );

it("the row of another system's deploy does", () => {
  rowsAreStates({ record: ["deploy", deployId], decider: deployDecider, projection: deployProjection, command: anyNews }, (state, row) => {
    if (state.status !== "observed") return expect(row).toBeNull();
    const over = state.state !== "pending" && state.state !== "running";
    expect(row).toMatchObject({
      course: courseOf(state), state: "observed", observedState: state.state, url: state.url, observedFrom: state.observation.observedFrom,
      version: state.observation.version,
    });
    expect([row?.endedAt !== null, row?.durationMs !== null, row !== null && hasEnded(row)]).toEqual([over, over, over]);
    if (state.state === "succeeded") expect(row).toMatchObject({ percent: 100, liveAt: expect.any(String) as string });
  });
});
