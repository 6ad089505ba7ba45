import type { DeployEvent } from "@ballast/schema";
import { definitionOf } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../decider.ts";
import { Rejection } from "../rejection.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { deployStatusOf, isEnding, type Deploy } from "./deploy.ts";
import type { DeployCommand } from "./deployCommands.ts";
import { deployDecider } from "./deployDecider.ts";
import * as example from "./exampleDeploy.ts";
import {
  aborting,
  deployId,
  ends,
  incidentId,
  now,
  otherIncidentId,
  preempted,
  rollbackDone,
  rollbackId,
  rollingBack,
  run,
  saying,
  shiftTo,
  soaking,
  stepAt,
} from "./exampleDeploy.ts";

const at = { now, deployId };
const back = { toReleaseId: example.rollback.releaseId, toVersion: "v2" };
const { kind, plan: _, preempts, deadlineAt, direct, stay, ...wish } = example.request;
const numberOfSteps = 3;

/** Whatever people, incidents, judges, runs and rollbacks may say, in any order. */
const anyCommand: fc.Arbitrary<DeployCommand> = fc.oneof(
  fc.constantFrom<DeployCommand>(
    { type: "RequestDeploy", now, ...wish, plan: example.plan },
    { type: "Start", ...at, ...run },
    { type: "Start", ...at, ...run, runId: "run-2" },
    { type: "RecordPrepared", ...at, durationMs: 900 },
    { type: "StartSoak", ...at, soakMs: 10_000 },
    { type: "Succeed", ...at, durationMs: 60_000 },
    { type: "Pause", ...at, reason: "lunch", byJudge: false },
    { type: "Pause", ...at, reason: "doubt", byJudge: true },
    { type: "Resume", ...at, reason: "", byJudge: false },
    { type: "Resume", ...at, reason: "", byJudge: true },
    { type: "Promote", ...at, step: null, full: false, reason: "" },
    { type: "Promote", ...at, step: null, full: true, reason: "hot fix" },
    { type: "Hold", ...at, incidentId, reason: "" },
    { type: "LiftHold", ...at, incidentId, reason: "" },
    { type: "Hold", ...at, incidentId: otherIncidentId, reason: "" },
  ),
  fc
    .nat(numberOfSteps - 1)
    .chain((step) =>
      fc.constantFrom<DeployCommand>(
        { type: "StartStep", ...at, ...stepAt(step) },
        { type: "ShiftTraffic", ...at, ...shiftTo(example.plan.steps[step]?.percent ?? 100, step) },
        { type: "ExtendBake", ...at, step, bakeMs: 5_000, reason: "" },
        { type: "PassStep", ...at, step },
        { type: "ReachVerdict", ...at, ...saying("pass", step) },
        { type: "ReachVerdict", ...at, ...saying("inconclusive", step) },
      ),
    ),
);
const anyEnding: fc.Arbitrary<DeployCommand> = fc
  .nat(numberOfSteps)
  .chain((step) =>
    fc.constantFrom<DeployCommand>(
      { type: "ReachVerdict", ...at, ...saying("fail", step) },
      { type: "Abort", ...at, reason: "wrong release" },
      { type: "Preempt", ...at, byDeployId: rollbackId },
      { type: "Cancel", ...at, reason: "not today" },
      { type: "BeginRollback", ...at, ...back, reason: "", automatic: true },
      { type: "ShiftTraffic", ...at, ...shiftTo(0) },
      { type: "FailCompensation", ...at, compensation: "restoreTraffic", error: "" },
      { type: "RecordRolledBack", ...at, ...back, durationMs: 800 },
      { type: "RecordAborted", ...at, reason: "", durationMs: 800 },
      { type: "Fail", ...at, error: "" },
      { type: "FailRollback", ...at, error: "" },
      { type: "Escalate", ...at, reason: "" },
      { type: "RecordEffect", ...at, ...example.effect },
    ),
  );
const anyCommands = fc.array(fc.oneof({ arbitrary: anyCommand, weight: 8 }, { arbitrary: anyEnding, weight: 1 }), {
  maxLength: 80,
  size: "max",
});

interface Step {
  readonly command: DeployCommand;
  readonly before: Deploy;
  readonly events: readonly DeployEvent[];
  readonly after: Deploy;
}

function decided(command: DeployCommand, before: Deploy): readonly DeployEvent[] {
  try {
    return deployDecider.decide(command, before);
  } catch (error) {
    if (error instanceof Rejection || error instanceof StartedByAnotherRun) return [];
    throw error;
  }
}

/** From anywhere on the way forward: chance alone seldom gets as far as the soak. */
const anyBeginning = fc.constantFrom([example.requested], example.baking, example.passedFirst, example.promoting, soaking);

function play(beginning: readonly DeployEvent[], commands: readonly DeployCommand[]): readonly Step[] {
  const steps: Step[] = [];
  for (const command of commands) {
    const before = steps.at(-1)?.after ?? fold(deployDecider, beginning);
    const events = decided(command, before);
    steps.push({ command, before, events, after: events.reduce(deployDecider.evolve, before) });
  }
  return steps;
}

const always = (check: (steps: readonly Step[]) => void) =>
  fc.assert(
    fc.property(anyBeginning, anyCommands, (beginning, commands) => {
      check(play(beginning, commands));
    }),
    { numRuns: 200 },
  );
const eventsOf = (steps: readonly Step[]): readonly DeployEvent[] => steps.flatMap(({ events }) => events);
const typesOf = (steps: readonly Step[]): readonly DeployEvent["type"][] => eventsOf(steps).map(({ type }) => type);
const endTypes: ReadonlySet<string> = new Set([
  "DeploySucceeded",
  "DeployRolledBack",
  "RollbackFailed",
  "DeployAborted",
  "DeployCancelled",
  "DeployFailed",
]);

describe("any interleaving of commands", () => {
  it("only writes facts that can be stored", () =>
    always((steps) => {
      for (const { type, data } of eventsOf(steps)) expect(definitionOf(type)?.schema.parse(data)).toEqual(data);
    }));

  it("ends at most once, and then learns nothing but the effect", () =>
    always((steps) => {
      const types = typesOf(steps);
      const end = types.findIndex((type) => endTypes.has(type));
      if (end !== -1) expect(types.slice(end + 1).filter((type) => type !== "EffectMeasured")).toEqual([]);
    }));

  it("is started once", () =>
    always((steps) => expect(typesOf(steps).filter((type) => type === "DeployStarted").length).toBeLessThanOrEqual(1)));

  it("never goes on after a fail: no step passes or begins, nothing is promoted, it does not succeed", () =>
    always((steps) => {
      const events = eventsOf(steps);
      const fail = events.findIndex((event) => event.type === "VerdictReached" && event.data.verdict === "fail");
      const later = fail === -1 ? [] : events.slice(fail).map(({ type }) => type);
      for (const type of ["StepStarted", "StepPassed", "StepPromoted", "SoakStarted", "DeploySucceeded"] as const)
        expect(later).not.toContain(type);
    }));

  it("never goes forward once it is to go back", () =>
    always((steps) => {
      for (const { before, events } of steps) {
        if (before.status !== "going" || !isEnding(before)) continue;
        for (const { type } of events)
          expect([
            "StepStarted",
            "StepPassed",
            "StepPromoted",
            "SoakStarted",
            "DeploySucceeded",
            "VerdictReached",
            "DeployPaused",
          ]).not.toContain(type);
      }
    }));

  it("passes no step without a verdict that passes or a person who promotes", () =>
    always((steps) => {
      for (const { before, events } of steps) {
        if (!events.some(({ type }) => type === "StepPassed") || before.status !== "going") continue;
        const words = [...(before.step?.verdicts.values() ?? [])].map(({ verdict }) => verdict);
        expect(before.full || before.step?.promoted || (words.length > 0 && words.every((word) => word === "pass"))).toBe(true);
      }
    }));

  it("repeats nothing: the same command again decides nothing, or is refused", () =>
    always((steps) => {
      for (const { command, after } of steps) {
        expect(decided(command, after)).toEqual([]);
      }
    }));

  it("reaches every state now and then", () => {
    const seen = new Set<string>();
    const watch = fc.property(anyBeginning, anyCommands, (beginning, commands) =>
      play(beginning, commands).forEach(({ after }) => seen.add(deployStatusOf(after))),
    );
    fc.assert(watch, { numRuns: 500, seed: 7 });
    const forward = ["waiting", "preparing", "shifting", "baking", "promoting", "soaking", "paused", "held"];
    expect([...seen].toSorted()).toEqual([...forward, "rollingBack", ...Object.keys(ends)].toSorted());
  });
});

describe("any order of facts", () => {
  const known = [...soaking, ...rollingBack, ...aborting, ...preempted, ...rollbackDone, ...Object.values(ends).flat(), example.observed];
  it("folds without an error", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known), { maxLength: 60 }), (events) => {
        expect(deployStatusOf(fold(deployDecider, events))).toBeTypeOf("string");
      }),
      { numRuns: 500 },
    );
  });
});
