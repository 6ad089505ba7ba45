import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import {
  aborting, baking, began, ends, failed, fact, incidentId, observed, otherIncidentId, passedFirst, preempted, promoting, requested,
  rollbackStarted, rollingBack, saying, shiftTo, soaking, started, stepAt,
} from "./exampleDeploy.ts";
import { standingOf, type TimedFact } from "./resuming.ts";

const start = Date.parse("2026-03-02T10:00:00Z");
const iso = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();
/** One fact a second. */
const told = (events: readonly DeployEvent[]): TimedFact[] => events.map((event, index) => ({ event, at: start + index * 1_000 }));
const standing = (events: readonly DeployEvent[], afterSeconds = 0) =>
  standingOf(told(events), start + (events.length - 1 + afterSeconds) * 1_000);
const paused = (byJudge: boolean) => fact("DeployPaused", { reason: "", byJudge });
const resumed = fact("DeployResumed", { reason: "", byJudge: false });

describe("a deploy whose run is lost goes on", () => {
  it("from its beginning while nothing was moved", () => {
    for (const events of [[requested], started])
      expect(standing(events)).toMatchObject({ kind: "forward", step: 0, exposed: false, since: null, passedMs: 0 });
  });
  it("in the step it stood in, with what has passed of its bake", () => {
    expect(standing(baking, 3)).toMatchObject({
      kind: "forward", step: 0, exposed: true, since: iso(baking.length - 1), passedMs: 3_000, extended: false, everybodySince: null,
    });
    expect(standing([...passedFirst, fact("StepStarted", stepAt(1))], 3)).toMatchObject({ step: 1, since: null, passedMs: 0 });
  });
  it("behind the step that has passed", () =>
    expect(standing(passedFirst, 3)).toMatchObject({ step: 1, exposed: true, since: null, passedMs: 0 }));
  it("in its soak, and everybody has had it since the last step", () => {
    expect(standing(promoting, 5)).toMatchObject({ step: 3, since: null, passedMs: 0 });
    expect(standing(soaking, 5)).toMatchObject({
      step: 3,
      since: iso(soaking.length - 1),
      passedMs: 5_000,
      everybodySince: iso(promoting.findLastIndex(({ type }) => type === "TrafficShifted")),
    });
  });
  it("with the wishes of people and incidents that stand", () => {
    expect(standing([...baking, paused(false), fact("DeployHeld", { incidentId, reason: "" })])).toMatchObject({
      paused: "person", heldBy: [incidentId], promoted: false, full: false,
    });
    expect(standing([...baking, fact("StepPromoted", { step: 0, full: false, reason: "" })])).toMatchObject({
      promoted: true, full: false,
    });
    expect(standing([...baking, fact("StepPromoted", { step: 0, full: true, reason: "seen" })])).toMatchObject({ full: true });
  });
});

describe("the clock of a bake", () => {
  it("stands still while paused, and while anything holds it", () => {
    expect(standing([...baking, paused(false)], 60)).toMatchObject({ passedMs: 1_000 });
    expect(standing([...baking, paused(false), resumed], 2)).toMatchObject({ passedMs: 3_000 });
    const held = [
      ...baking,
      fact("DeployHeld", { incidentId, reason: "" }),
      fact("DeployHeld", { incidentId: otherIncidentId, reason: "" }),
      fact("DeployHoldLifted", { incidentId, reason: "" }),
    ];
    expect(standing(held, 60)).toMatchObject({ passedMs: 1_000, heldBy: [otherIncidentId] });
  });
  it("begins anew with an extension, and after the judge's pause", () => {
    const extended = [...baking, fact("BakeExtended", { step: 0, bakeMs: 10_000, reason: "" })];
    expect(standing(extended, 2)).toMatchObject({ extended: true, passedMs: 2_000, judgePauses: 0 });
    expect(standing([...extended, paused(true)], 60)).toMatchObject({ passedMs: 0, paused: "judge", judgePauses: 1 });
    expect(standing([...extended, paused(true), resumed], 2)).toMatchObject({ passedMs: 2_000, paused: null, judgePauses: 1 });
  });
});

describe("a deploy that goes back", () => {
  it("goes on doing so, for the same reason", () => {
    expect(standing(rollingBack)).toEqual({ kind: "back", by: "verdict", reason: "verdict failed at 10 %", exposed: true });
    expect(standing(failed)).toEqual({ kind: "back", by: "verdict", reason: "verdict failed at 10 %", exposed: true });
    expect(standing(aborting)).toEqual({ kind: "back", by: "abort", reason: "wrong release", exposed: true });
    expect(standing([...started, fact("DeployAbortRequested", { reason: "early" })])).toMatchObject({ by: "abort", exposed: false });
  });
  it("is a rollback's business once that has taken over", () => {
    expect(standing(preempted)).toEqual({ kind: "preempted" });
    expect(standing([...preempted, began])).toEqual({ kind: "preempted" });
  });
});

describe("a deploy that has ended", () => {
  it("says how, and what its run needs to tidy up", () => {
    expect(standing(ends.succeeded)).toEqual({ kind: "ended", outcome: "succeeded", reason: "", soaked: true, failures: [] });
    const skipped = [
      ...baking,
      fact("StepPromoted", { step: 0, full: true, reason: "seen" }),
      fact("StepPassed", { step: 0 }),
      fact("StepStarted", stepAt(2)),
      fact("TrafficShifted", shiftTo(100, 2)),
      fact("VerdictReached", saying("pass", 2)),
      fact("StepPassed", { step: 2 }),
      fact("SoakStarted", { soakMs: 1 }),
      fact("DeploySucceeded", { durationMs: 1 }),
    ];
    expect(standing(skipped)).toMatchObject({ outcome: "succeeded", soaked: false });
    const broken = [
      ...rollingBack,
      fact("CompensationFailed", { compensation: "retireCanary", error: "in use" }),
      fact("DeployRolledBack", { toReleaseId: null, toVersion: null, durationMs: 1 }),
    ];
    expect(standing(broken)).toEqual({
      kind: "ended", outcome: "rolledBack", reason: "verdict failed at 10 %", soaked: true,
      failures: [{ name: "retireCanary", error: "in use" }],
    });
    expect(standing(ends.aborted)).toMatchObject({ outcome: "aborted", reason: "wrong release" });
  });
});

it("nothing is said of what has no steps, or no run", () => {
  expect(standing([observed])).toBeNull();
  expect(standing(rollbackStarted)).toBeNull();
});
