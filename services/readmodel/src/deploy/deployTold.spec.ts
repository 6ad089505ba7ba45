import { ids } from "@ballast/eventlog";
import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { someone } from "../specification/recordedHistory.ts";
import { Shop } from "../specification/shopHistory.ts";

const incidentId = ids.incident("i");
type Tell = (deployId: string) => readonly (readonly [minute: number, event: DeployEvent])[];

/** The row of a deploy of 2.0, or of a rollback to it, that was requested at minute 20 while 1.0 serves everyone. */
function told(tell: Tell, kind: "deploy" | "rollback" = "deploy") {
  const shop = new Shop();
  for (const version of ["1.0", "2.0"]) shop.release(version, -300);
  shop.succeed(shop.begin("1.0", -200), "1.0", -190);
  const deployId = shop.begin("2.0", 20, kind);
  for (const [minute, event] of tell(deployId)) shop.say(deployId, event, minute);
  const row = folded(shop.history.events).deploys.get(deployId);
  if (row === undefined) throw new Error("it was requested");
  return { row, at: (minute: number) => shop.at(minute), shop, deployId };
}

const states = ({ row }: ReturnType<typeof told>) => row.steps.map(({ state }) => state);

describe("a deploy's row", () => {
  it("says what stops it, since when and by whom; each incident lifts its own hold", () => {
    const [one, other] = [ids.incident("one"), ids.incident("other")];
    const held: Tell = (deployId) => [
      [22, { type: "DeployHeld", data: { deployId, incidentId: one, reason: "INC-1 is open" } }],
      [23, { type: "DeployHeld", data: { deployId, incidentId: other, reason: "INC-2 is open" } }],
      [24, { type: "DeployPaused", data: { deployId, reason: "lunch", byJudge: false } }],
    ];
    const { row, at } = told(held);
    expect(row).toMatchObject({
      state: "held", paused: { at: at(24), reason: "lunch", byJudge: false, by: someone.name },
      holds: [{ at: at(22), reason: "INC-1 is open", incidentId: one }, { at: at(23), reason: "INC-2 is open", incidentId: other }],
    });
    const lifted = told((deployId) => [
      ...held(deployId),
      [25, { type: "DeployHoldLifted", data: { deployId, incidentId: one, reason: "" } }],
    ]).row;
    expect([lifted.holds.map((hold) => [hold.incidentId, hold.at]), lifted.paused?.at]).toEqual([[[other, at(23)]], at(24)]);
    const back = told((deployId) => [
      ...held(deployId),
      [26, { type: "RollbackBegan", data: { deployId, reason: "x", automatic: true, toReleaseId: null, toVersion: "1.0" } }],
    ]).row;
    expect([back.holds, back.paused, back.state]).toEqual([[], null, "rollingBack"]);
  });

  it("skips the steps between where it is and the last when a person says so", () => {
    const promote =
      (full: boolean): Tell =>
      (deployId) => [[22, { type: "StepPromoted", data: { deployId, step: 0, full, reason: "sure" } }]];
    expect([states(told(promote(true))), states(told(promote(false)))]).toEqual([
      ["baking", "skipped", "next"],
      ["baking", "next", "next"],
    ]);
  });

  it("says what its steps were and are", () => {
    const { row, at } = told((deployId) => [
      [22, { type: "BakeExtended", data: { deployId, step: 0, bakeMs: 9_000, reason: "too few" } }],
      [23, { type: "StepPassed", data: { deployId, step: 0 } }],
      [24, { type: "StepStarted", data: { deployId, step: 1, percent: 40, customers: ["acme"], bakeMs: 7_000 } }],
    ]);
    expect(row).toMatchObject({
      currentStep: 1, state: "shifting",
      steps: [
        { index: 0, state: "passed", bakeMs: 9_000, extended: true, startedAt: at(21), endedAt: at(23) },
        { index: 1, state: "shifting", percent: 40, customers: ["acme"], bakeMs: 7_000, startedAt: at(24), endedAt: null, extended: false },
        { index: 2, state: "next", percent: 100, startedAt: null },
      ],
    });
  });

  it("that is over has ended all it was in, took as long as from its request, and never less than no time", () => {
    const failed: Tell = (deployId) => [[25, { type: "DeployFailed", data: { deployId, error: "no port" } }]];
    const { row, at } = told(failed);
    expect(row).toMatchObject({ state: "failed", endedAt: at(25), durationMs: 5 * 60_000, failures: ["no port"] });
    expect(row.steps.map(({ state, endedAt }) => [state, endedAt])).toEqual([["failed", at(25)], ["skipped", null], ["skipped", null]]);
    expect(told((deployId) => [[10, { type: "DeployFailed", data: { deployId, error: "no port" } }]]).row.durationMs).toBe(0);
    expect(told((deployId) => [...failed(deployId), [30, { type: "DeployFailed", data: { deployId, error: "again" } }]]).row.endedAt).toBe(
      at(25),
    );
  });

  it("is what was requested first", () => {
    const { shop, deployId, row } = told(() => []);
    const requested = shop.history.events.find(({ id, event }) => id === deployId && event.type === "DeployRequested")?.event;
    if (requested?.type !== "DeployRequested") throw new Error("it was requested");
    shop.say(deployId, { type: "DeployRequested", data: { ...requested.data, version: "9.9" } }, 30);
    expect(folded(shop.history.events).deploys.get(deployId)).toMatchObject({
      version: "2.0", requestedAt: row.requestedAt, startedAt: row.startedAt,
    });
  });

  it("that was aborted took something back only where somebody had it", () => {
    const aborted: Tell = (deployId) => [
      [22, { type: "DeployAbortRequested", data: { deployId, reason: "wrong one" } }],
      [23, { type: "DeployAborted", data: { deployId, reason: "wrong one", durationMs: 7 } }],
    ];
    const { row, at } = told(aborted);
    expect(row).toMatchObject({
      rolledBackAt: at(23), durationMs: 7, abortRequested: { at: at(22), reason: "wrong one", by: someone.name },
    });
    expect(told(aborted, "rollback").row).toMatchObject({ rolledBackAt: null, exposedAt: null });
  });

  it("that was rolled back says why and where to, or that a rollback took over", () => {
    const back = (deployId: string): DeployEvent => ({
      type: "DeployRolledBack", data: { deployId, toReleaseId: null, toVersion: "1.0", durationMs: 1_000 },
    });
    const byItself = told((deployId) => [
      [22, { type: "RollbackBegan", data: { deployId, reason: "errors", automatic: true, toReleaseId: null, toVersion: null } }],
      [23, back(deployId)],
    ]);
    expect(byItself.row.rollback).toEqual({ at: byItself.at(22), reason: "errors", automatic: true, toReleaseId: null, toVersion: "1.0" });
    const taken = told((deployId) => [
      [22, { type: "DeployPreempted", data: { deployId, byDeployId: ids.deploy("other") } }],
      [23, back(deployId)],
    ]);
    expect(taken.row.rollback).toEqual({
      at: taken.at(23), reason: "a rollback took over", automatic: false, toReleaseId: null, toVersion: "1.0",
    });
    expect(told((deployId) => [[23, back(deployId)]]).row.rollback?.reason).toBe("");
  });

  it("keeps the version that a rollback was asked for, its newest failures, and when help was called", () => {
    const releaseOf = (version: string): string => ids.release(ids.service("shop"), version);
    const redirect = (version: string) => (deployId: string): DeployEvent => ({
      type: "RollbackRedirected", data: { deployId, releaseId: releaseOf(version), version, reason: "it does not start" },
    });
    const failed = (deployId: string, n: number): DeployEvent => ({
      type: "RollbackTargetFailed",
      data: { deployId, releaseId: releaseOf("2.0"), version: "2.0", attempt: n + 1, error: `try ${n}`, output: [] },
    });
    const { row, at } = told(
      (deployId) => [
        ...Array.from({ length: 22 }, (_, n) => [22, failed(deployId, n)] as const),
        [23, redirect("1.0")(deployId)],
        [24, redirect("0.9")(deployId)],
        [25, { type: "CompensationFailed", data: { deployId, compensation: "traffic", error: "no answer" } }],
        [26, { type: "RollbackEscalated", data: { deployId, reason: "past its deadline" } }],
        [30, { type: "RollbackCompleted", data: { deployId, durationMs: 900 } }],
      ],
      "rollback",
    );
    expect(row).toMatchObject({
      askedVersion: "2.0", version: "0.9", escalatedAt: at(26), escalatedReason: "past its deadline", exposedAt: at(30), liveAt: at(30),
      durationMs: 900,
    });
    expect([row.failedTargets.length, row.failedTargets[0]?.error, row.failures.length, row.failures.at(-1), row.failures[0]]).toEqual([
      20, "try 2", 21, "traffic: no answer", "2.0 does not start: try 2",
    ]);
  });

  it("served somebody since the first share or the first name, and everyone since the whole", () => {
    const shift = (deployId: string, percent: number, customers: string[]): DeployEvent => ({
      type: "TrafficShifted", data: { deployId, step: null, percent, customers, measuredPercent: 3, durationMs: 1 },
    });
    const of = (shifts: readonly (readonly [number, number, string[]])[]) =>
      told((deployId) => shifts.map(([minute, percent, customers]) => [minute, shift(deployId, percent, customers)]), "rollback");
    const { row, at } = of([[22, 0, []], [23, 0, ["acme"]], [24, 10, []], [25, 100, []], [26, 0, []], [27, 100, []]]);
    expect(row).toMatchObject({ exposedAt: at(23), liveAt: at(25), percent: 100, measuredPercent: 3, customers: [] });
    expect(of([[22, 0, []]]).row).toMatchObject({ exposedAt: null, liveAt: null });
    expect(of([[22, 99, []]]).row).toMatchObject({ exposedAt: at(22), liveAt: null });
  });

  it("knows its verdicts, what it did, and who was told", () => {
    const nothing = { canary: null, baseline: null, examples: [], failingCustomers: [], failingCustomerCount: 0 };
    const verdict = (deployId: string, look: number): DeployEvent => ({
      type: "VerdictReached",
      data: {
        deployId, step: 0, look, judge: "metrics", verdict: "pass", reason: "fine", from: new Shop().at(20), to: new Shop().at(22),
        final: false, ...nothing, evidence: null,
      },
    });
    const { row, at, shop, deployId } = told((id) => [
      [22, verdict(id, 1)],
      [23, verdict(id, 2)],
      [
        24,
        {
          type: "DeployRunReplaced",
          data: { deployId: id, requestEventId: id, workflowId: "w", fromRunId: "1", toRunId: "2", reason: "lost" },
        },
      ],
    ]);
    expect(row).toMatchObject({ verdictCount: 2, lastVerdict: "pass", takenUp: [{ at: at(24), reason: "lost" }] });
    expect(row.steps.map((step) => step.verdict?.look ?? null)).toEqual([2, null, null]);
    const { deploys } = folded(shop.history.events);
    expect(deploys.verdicts(deployId).map(({ look, at: when }) => [look, when])).toEqual([[1, at(22)], [2, at(23)]]);
    const position = shop.history.events.find(({ event }) => event.type === "VerdictReached")?.position ?? "";
    expect([deploys.verdicts(deployId, { at: at(22) }).length, deploys.verdicts(deployId, { position }).length]).toEqual([1, 1]);
    expect([deploys.servicesBy(Date.parse(at(-200))), deploys.servicesBy(Date.parse(at(-200)) - 1)]).toEqual([[shop.serviceId], []]);
    expect([[...deploys.lastPerService()], [...deploys.lastPerService({ at: at(0) })]]).toEqual([
      [[shop.serviceId, Date.parse(at(20))]], [[shop.serviceId, Date.parse(at(-200))]],
    ]);
    expect(deploys.list({ filter: { text: "because", incidentId: "" } }).totalCount()).toBe(2);
    expect(deploys.all({ incidentId })).toEqual([]);
  });
});

describe("a deploy that another system makes", () => {
  const observed = (state: "pending" | "succeeded") => {
    const shop = new Shop();
    const deployId = ids.observedDeploy(shop.serviceId, "github", "7");
    const base = { laneId: shop.laneId, serviceId: shop.serviceId, environment: "production", releaseId: null, version: "9" };
    shop.say(deployId, { type: "DeployObserved", data: { deployId, ...base, state, url: null, observedFrom: "GitHub" } }, 1);
    const change = (next: "running" | "succeeded" | "failed", minute: number, description = "") =>
      shop.say(
        deployId,
        { type: "DeployObservationChanged", data: { deployId, state: next, description, url: "https://example.org" } },
        minute,
      );
    return { change, at: (minute: number) => shop.at(minute), row: () => folded(shop.history.events).deploys.get(deployId) };
  };

  it("is told as it is told: begun once it is more than pending, over once it says so, live once it succeeded", () => {
    const { change, at, row } = observed("pending");
    expect(row()).toMatchObject({
      startedAt: null, endedAt: null, durationMs: null, liveAt: null, exposedAt: null, percent: null, url: null, observedFrom: "GitHub",
    });
    change("running", 2, "it goes");
    expect(row()).toMatchObject({ startedAt: at(2), endedAt: null, reason: "it goes", url: "https://example.org" });
    change("failed", 3);
    expect(row()).toMatchObject({
      startedAt: at(2), endedAt: at(3), durationMs: 120_000, liveAt: null, percent: null, reason: "it goes", observedState: "failed",
    });
    change("running", 4);
    expect(row()).toMatchObject({ endedAt: null, durationMs: null });
    change("succeeded", 5);
    change("succeeded", 9);
    expect(row()).toMatchObject({ endedAt: at(5), durationMs: 240_000, liveAt: at(5), exposedAt: at(5), percent: 100 });
  });

  it("that was over when it was first heard of began and ended then", () => {
    const { at, row } = observed("succeeded");
    expect(row()).toMatchObject({ startedAt: at(1), endedAt: at(1), durationMs: 0, liveAt: at(1), percent: 100 });
  });
});
