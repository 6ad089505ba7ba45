import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { ana, asksForTwo, cohort, facts, killed, now, opened, plan, rules, stepped, targetingId, uuidOf } from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const rampId = uuidOf(1);
const ref = { targetingId, rampId };
const twoSteps = plan(10_000, 25_000);
const planRamp = {
  type: "PlanRamp", now, ...ref, plan: twoSteps, reason: "next step", byPersonId: ana, facts, cohort, rebucket: null,
} as const;
const planned: TargetingEvent = {
  type: "RampPlanned", data: { ...ref, plan: twoSteps, from: 5_000, reason: "next step", changeId: null, byPersonId: ana },
};
const run = (runId: string) => ({ ...ref, requestEventId: uuidOf(2), workflowId: `ramp/${rampId}`, runId });
const started: TargetingEvent = { type: "RampStarted", data: run("run-1") };
const began = (step: number): TargetingEvent => ({ type: "RampStepBegan", data: { ...ref, step } });
const bySteps = { rampId, reason: null };
const going = [opened(), planned, started];
const step = (number: number) => ({ type: "StepRamp", now, ...ref, step: number, cohort }) as const;
const held = (incidentId: string | null, reason = "wait"): TargetingEvent => ({ type: "RampHeld", data: { ...ref, reason, incidentId } });
const hold = (incidentId: string | null) => ({ type: "HoldRamp", now, ...ref, reason: "wait", incidentId }) as const;
const resume = (incidentId: string | null) => ({ type: "ResumeRamp", now, ...ref, incidentId }) as const;
const end = (outcome: "completed" | "wentBack" | "stopped") =>
  ({ type: "EndRamp", now, ...ref, outcome, reason: "errors 0.4 → 0.9 %", cohort, incidentId: null }) as const;
const ended = (outcome: "completed" | "wentBack" | "stopped"): TargetingEvent => ({
  type: "RampEnded", data: { ...ref, outcome, reason: "errors 0.4 → 0.9 %" },
});

describe("planning a ramp", () => {
  it("remembers where it began, once", () => {
    given(targetingDecider, [opened()]).when(planRamp).then([planned]);
    given(targetingDecider, [opened(), planned]).when(planRamp).then([]);
    given(targetingDecider, [opened(), planned]).when({ ...planRamp, rampId: uuidOf(3) }).thenRejected("RAMP_RUNNING");
    given(targetingDecider, [opened(), planned, ended("stopped")])
      .when({ ...planRamp, rampId: uuidOf(3) })
      .then([
        {
          type: "RampPlanned",
          data: { ...ref, rampId: uuidOf(3), plan: twoSteps, from: 5_000, reason: "next step", changeId: null, byPersonId: ana },
        },
      ]);
  });

  it("asks for a second person where the environment does, for a share, and for a first step above it", () => {
    given(targetingDecider, [opened()]).when({ ...planRamp, facts: asksForTwo }).thenRejected("APPROVAL_REQUIRED");
    given(targetingDecider, [opened(rules(null))]).when(planRamp).thenRejected("INVALID_INPUT", { message: "no share" });
    given(targetingDecider, [opened(rules(20_000))]).when(planRamp).thenRejected("INVALID_INPUT", { message: "20 %" });
  });
});

describe("carrying a ramp", () => {
  const start = { type: "StartRamp", now, ...run("run-1"), replaces: null } as const;

  it("is one run's, until another one replaces it by name", () => {
    given(targetingDecider, [opened(), planned]).when(start).then([started]);
    given(targetingDecider, going).when(start).then([]);
    given(targetingDecider, going).when({ ...start, runId: "run-2" }).thenThrown(StartedByAnotherRun);
    given(targetingDecider, going)
      .when({ ...start, runId: "run-2", replaces: "run-1" })
      .then([{ type: "RampStarted", data: run("run-2") }]);
    given(targetingDecider, [...going, ended("stopped")]).when({ ...start, runId: "run-2", replaces: "run-1" }).then([]);
  });

  it("moves the share step by step, each once", () => {
    given(targetingDecider, going).when(step(0)).then([began(0), stepped(5_000, 10_000, bySteps)]);
    given(targetingDecider, [...going, began(0), stepped(5_000, 10_000, bySteps)]).when(step(0)).then([]);
    given(targetingDecider, [...going, began(0)]).when(step(0)).then([stepped(5_000, 10_000, bySteps)]);
    given(targetingDecider, [...going, began(1)]).when(step(0)).then([]);
    given(targetingDecider, going).when(step(2)).then([]);
    given(targetingDecider, [...going, ended("stopped")]).when(step(0)).then([]);
  });

  it("is refused while the flag is killed", () => {
    given(targetingDecider, [...going, killed(9)]).when(step(0)).thenRejected("FLAG_KILLED");
  });

  it("is refused while anything holds it, also where that came in the moment in which it moves", () => {
    given(targetingDecider, [...going, held(null)]).when(step(0)).thenRejected("TRANSITION_NOT_ALLOWED", { message: "is held" });
    given(targetingDecider, [...going, held(uuidOf(50))]).when(step(0)).thenRejected("TRANSITION_NOT_ALLOWED");
  });

  it("keeps what was seen in each step", () => {
    const passed = { type: "RampStepPassed", data: { ...ref, step: 0, sentence: "errors 0.4 % with it, 0.4 % without" } } as const;
    given(targetingDecider, going).when({ type: "PassRampStep", now, ...passed.data }).then([passed]);
    given(targetingDecider, [...going, passed]).when({ type: "PassRampStep", now, ...passed.data }).then([]);
    const next = { type: "RampStepPassed", data: { ...passed.data, step: 1 } } as const;
    given(targetingDecider, [...going, passed]).when({ type: "PassRampStep", now, ...next.data }).then([next]);
  });
});

describe("holding a ramp", () => {
  it("is done by a person and by each incident, and each lifts its own", () => {
    const incident = uuidOf(50);
    given(targetingDecider, going).when(hold(null)).then([held(null)]);
    given(targetingDecider, [...going, held(null)]).when(hold(null)).then([]);
    given(targetingDecider, [...going, held(null)]).when(hold(incident)).then([held(incident)]);
    given(targetingDecider, [...going, held(null), held(incident)])
      .when(resume(incident))
      .then([{ type: "RampResumed", data: { ...ref, incidentId: incident } }]);
    expect(
      given(targetingDecider, [...going, held(null), held(incident), { type: "RampResumed", data: { ...ref, incidentId: incident } }])
        .state,
    ).toMatchObject({ ramp: { state: "held", holds: [{ incidentId: null }] } });
    expect(
      given(targetingDecider, [...going, held(null), { type: "RampResumed", data: { ...ref, incidentId: null } }]).state,
    ).toMatchObject({ ramp: { state: "running", holds: [] } });
    given(targetingDecider, going).when(resume(null)).then([]);
  });

  it("is refused where none goes on", () => {
    given(targetingDecider, [opened()]).when(hold(null)).thenRejected("RAMP_NOT_RUNNING");
    given(targetingDecider, [...going, ended("completed")]).when(resume(null)).thenRejected("RAMP_NOT_RUNNING");
  });

  it("before its run has begun leaves it planned when it is lifted", () => {
    expect(
      given(targetingDecider, [opened(), planned, held(null), { type: "RampResumed", data: { ...ref, incidentId: null } }]).state,
    ).toMatchObject({ ramp: { state: "planned" } });
    expect(given(targetingDecider, [opened(), planned, held(null), started]).state).toMatchObject({ ramp: { state: "held" } });
  });
});

describe("the end of a ramp", () => {
  const up = [...going, began(0), stepped(5_000, 10_000, bySteps)];

  it("leaves the share where it stands, or takes it to where it began", () => {
    given(targetingDecider, up).when(end("completed")).then([ended("completed")]);
    given(targetingDecider, up).when(end("stopped")).then([ended("stopped")]);
    given(targetingDecider, up)
      .when(end("wentBack"))
      .then([stepped(10_000, 5_000, { rampId, reason: "errors 0.4 → 0.9 %" }), ended("wentBack")]);
    given(targetingDecider, going).when(end("wentBack")).then([ended("wentBack")]);
  });

  it("comes once, and goes back also while the flag is killed", () => {
    given(targetingDecider, [...up, ended("stopped")]).when(end("wentBack")).then([]);
    given(targetingDecider, [...up, killed(9)])
      .when(end("wentBack"))
      .then([stepped(10_000, 5_000, { rampId, reason: "errors 0.4 → 0.9 %" }), ended("wentBack")]);
  });
});
