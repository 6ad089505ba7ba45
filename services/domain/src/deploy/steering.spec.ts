import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { deployStatusOf } from "./deploy.ts";
import type { DeployCommand, DeployCommandOf } from "./deployCommands.ts";
import { deployDecider } from "./deployDecider.ts";
import * as example from "./exampleDeploy.ts";
import {
  aborting, baking, deployId, ends, fact, failed, incidentId, now, otherIncidentId, passedFirst, preempted, promoting, requested,
  rollbackFact, rollbackId, rollbackRequested, rollbackStarted, rollingBack, saying, soaking, stepAt,
} from "./exampleDeploy.ts";

const status = (events: DeployEvent[]) => deployStatusOf(given(deployDecider, events).state);
const pause: DeployCommandOf<"Pause"> = { type: "Pause", now, deployId, reason: "lunch", byJudge: false };
const resume: DeployCommandOf<"Resume"> = { type: "Resume", now, deployId, reason: "back", byJudge: false };
const promote: DeployCommandOf<"Promote"> = { type: "Promote", now, deployId, step: null, full: false, reason: "" };
const full: DeployCommandOf<"Promote"> = { ...promote, full: true, reason: "hot fix" };
const abort: DeployCommandOf<"Abort"> = { type: "Abort", now, deployId, reason: "wrong release" };
const hold: DeployCommandOf<"Hold"> = { type: "Hold", now, deployId, incidentId, reason: "INC-7 is open" };
const lift: DeployCommandOf<"LiftHold"> = { type: "LiftHold", now, deployId, incidentId, reason: "INC-7 is resolved" };
const preempt: DeployCommandOf<"Preempt"> = { type: "Preempt", now, deployId, byDeployId: rollbackId };

const paused = fact("DeployPaused", { reason: "lunch", byJudge: false });
const pausedByJudge = fact("DeployPaused", { reason: "too little traffic", byJudge: true });
const held = fact("DeployHeld", { incidentId, reason: "INC-7 is open" });
const lifted = fact("DeployHoldLifted", { incidentId, reason: "INC-7 is resolved" });
const promoted = (step: number, isFull = false, reason = isFull ? "hot fix" : ""): DeployEvent =>
  fact("StepPromoted", { step, full: isFull, reason });
/** Every command of a person that needs a deploy on its way forward. */
const persons: readonly DeployCommand[] = [pause, resume, promote, full];

describe("who cannot be steered", () => {
  it("is unknown", () => {
    for (const command of [...persons, abort, hold, lift, preempt])
      given(deployDecider, []).when(command).thenRejected("NOT_FOUND", { message: `there is no deploy ${deployId}`, path: ["deployId"] });
  });
  it("is driven by another system", () => {
    for (const command of [...persons, abort, hold, lift, preempt]) {
      given(deployDecider, [example.observed])
        .when(command)
        .thenRejected("NOT_DEPLOYABLE", { message: "the deploy of v3 to production is driven by GitHub", path: ["deployId"] });
    }
  });
  it("has ended, in whatever way", () => {
    for (const [outcome, events] of Object.entries(ends)) {
      for (const command of persons)
        given(deployDecider, events)
          .when(command)
          .thenRejected("DEPLOY_NOT_RUNNING", { message: `the deploy of v3 to production has ended (${outcome})`, path: ["deployId"] });
    }
  });
  it("is a rollback, which only goes forward", () => {
    for (const command of [...persons, abort]) {
      given(deployDecider, rollbackStarted)
        .when({ ...command, deployId: rollbackId })
        .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the rollback to v2 in production only goes forward", path: ["deployId"] });
    }
  });
  it("goes back already", () => {
    for (const command of persons)
      given(deployDecider, [...baking, example.began])
        .when(command)
        .thenRejected("TRANSITION_NOT_ALLOWED", { message: "goes back already" });
  });
  it("is being aborted, or was taken over", () => {
    for (const command of persons) {
      given(deployDecider, aborting).when(command).thenRejected("TRANSITION_NOT_ALLOWED", { message: "is being aborted (wrong release)" });
      given(deployDecider, preempted).when(command).thenRejected("TRANSITION_NOT_ALLOWED", { message: "was taken over by a rollback" });
    }
  });
});

describe("pausing and resuming", () => {
  it("stops the clock at any point of the way, and goes on from there", () => {
    for (const events of [[requested], example.started, baking, promoting, soaking]) {
      given(deployDecider, events).when(pause).then([paused]);
      expect(status([...events, paused])).toBe("paused");
      expect(status([...events, paused, fact("DeployResumed", { reason: "back", byJudge: false })])).toBe(status(events));
    }
    given(deployDecider, [...baking, paused]).when(resume).then([fact("DeployResumed", { reason: "back", byJudge: false })]);
  });
  it("is refused twice, and says who paused and why", () => {
    given(deployDecider, [...baking, paused])
      .when(pause)
      .thenRejected("ALREADY_PAUSED", { message: "is paused already, by a person: lunch", path: ["deployId"] });
    given(deployDecider, [...baking, pausedByJudge])
      .when(pause)
      .thenRejected("ALREADY_PAUSED", { message: "by the judge: too little traffic" });
  });
  it("is refused to go on when it is not paused", () => {
    given(deployDecider, baking)
      .when(resume)
      .thenRejected("NOT_PAUSED", { message: "the deploy of v3 to production is not paused: it is baking", path: ["deployId"] });
    given(deployDecider, [...baking, held])
      .when(resume)
      .thenRejected("NOT_PAUSED", { message: `is held by incident ${incidentId}, not paused: lift the hold` });
  });
  it("by the judge is a fact that may come late", () => {
    const byJudge = { ...pause, reason: "too little traffic", byJudge: true };
    given(deployDecider, baking).when(byJudge).then([pausedByJudge]);
    for (const late of [[...baking, paused], aborting, preempted, rollingBack, ends.aborted])
      given(deployDecider, late).when(byJudge).then([]);
  });
});

describe("promoting", () => {
  it("ends the step", () =>
    given(deployDecider, baking)
      .when(promote)
      .then([promoted(0)]));
  it("ends the pause with it", () =>
    given(deployDecider, [...baking, pausedByJudge])
      .when({ ...promote, reason: "looks good" })
      .then([promoted(0, false, "looks good"), fact("DeployResumed", { reason: "looks good", byJudge: false })]));
  it("is nothing new the second time, or when the step has passed meanwhile", () => {
    given(deployDecider, [...baking, promoted(0)]).when(promote).then([]);
    given(deployDecider, passedFirst).when(promote).then([]);
  });
  it("does not take the next step for the one that the person saw", () => {
    const atSecond = [...passedFirst, fact("StepStarted", stepAt(1))];
    given(deployDecider, atSecond).when({ ...promote, step: 0 }).then([]);
    given(deployDecider, atSecond).when({ ...promote, step: 1 }).then([promoted(1)]);
    given(deployDecider, atSecond)
      .when({ ...promote, step: 2 })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is at 50 %, step 1: step 2 has not begun" });
  });
  it("in full skips the rest, at any step and in the soak", () => {
    given(deployDecider, baking).when(full).then([promoted(0, true)]);
    given(deployDecider, [...baking, promoted(0)]).when(full).then([promoted(0, true)]);
    given(deployDecider, passedFirst).when(full).then([promoted(0, true)]);
    given(deployDecider, soaking).when(full).then([promoted(2, true)]);
    given(deployDecider, [...baking, promoted(0, true)]).when(full).then([]);
  });
  it("in full needs a reason", () =>
    given(deployDecider, baking)
      .when({ ...full, reason: " " })
      .thenRejected("INVALID_INPUT", {
        message: "skipping all further steps of the deploy of v3 to production needs a reason", path: ["reason"],
      }));
  it("never overrides a fail, in full or not, whatever a later look says", () => {
    const refusal = { message: "the deploy of v3 to production failed its verdict at 10 %: nobody can promote it", path: ["deployId"] };
    const laterPass = [...failed, fact("VerdictReached", saying("pass", 0, { look: 2 }))];
    const otherJudge = [...failed, fact("VerdictReached", saying("pass", 0, { look: 1, judge: "latency" }))];
    for (const events of [failed, laterPass, otherJudge, rollingBack, [...failed, paused]]) {
      given(deployDecider, events).when(promote).thenRejected("VERDICT_FAILED", refusal);
      given(deployDecider, events).when(full).thenRejected("VERDICT_FAILED", refusal);
    }
  });
  it("may end a step without a verdict, or with a doubtful one", () => {
    for (const verdict of ["inconclusive", "error", "pass"] as const)
      given(deployDecider, [...baking, fact("VerdictReached", saying(verdict))]).when(promote).then([promoted(0)]);
  });
  it("is refused while an incident holds the deploy", () =>
    given(deployDecider, [...baking, held])
      .when(full)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: `is held by incident ${incidentId}: lift the hold, then promote` }));
  it("is refused before there is a step and after the last one", () => {
    given(deployDecider, [requested])
      .when(promote)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is waiting: there is no step to promote yet" });
    given(deployDecider, promoting)
      .when(promote)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is promoting: all its steps have passed" });
    given(deployDecider, soaking)
      .when(promote)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is soaking: all its steps have passed" });
  });
});

describe("aborting", () => {
  const requestedAbort = fact("DeployAbortRequested", { reason: "wrong release" });
  it("is asked for at any point of the way, also while paused, held, or failed", () => {
    for (const events of [[requested], baking, soaking, failed, [...baking, paused], [...baking, held]])
      given(deployDecider, events).when(abort).then([requestedAbort]);
  });
  it("during an abort, a rollback or a pre-emption asks for what happens", () => {
    for (const events of [aborting, rollingBack, preempted, [...aborting, example.began], ends.aborted])
      given(deployDecider, events).when(abort).then([]);
  });
  it("is refused when nothing runs any more", () => {
    for (const events of [ends.succeeded, ends.rolledBack, ends.rollbackFailed, ends.cancelled, ends.failed]) {
      given(deployDecider, events)
        .when(abort)
        .thenRejected("DEPLOY_NOT_RUNNING", { message: "there is nothing to abort", path: ["deployId"] });
    }
  });
});

describe("a hold by an incident", () => {
  it("stops the deploy until it is lifted", () => {
    given(deployDecider, baking).when(hold).then([held]);
    given(deployDecider, [...baking, held]).when(lift).then([lifted]);
    expect(status([...baking, held])).toBe("held");
    expect(status([...baking, paused, held])).toBe("held");
    expect(status([...baking, paused, held, lifted])).toBe("paused");
    expect(status([...baking, held, lifted])).toBe("baking");
  });
  it("stays until the last incident lets go", () =>
    expect(status([...baking, held, fact("DeployHeld", { incidentId: otherIncidentId, reason: "INC-8" }), lifted])).toBe("held"));
  it("is nothing new the second time, nor is lifting it", () => {
    given(deployDecider, [...baking, held]).when(hold).then([]);
    given(deployDecider, [...baking, held, lifted]).when(lift).then([]);
  });
  it("can come again", () => given(deployDecider, [...baking, held, lifted]).when(hold).then([held]));
  it("leaves alone what goes back, has ended, or is a rollback", () => {
    for (const events of [aborting, preempted, rollingBack, ...Object.values(ends)]) given(deployDecider, events).when(hold).then([]);
    given(deployDecider, rollbackStarted).when({ ...hold, deployId: rollbackId }).then([]);
    for (const events of [rollingBack, ...Object.values(ends)]) given(deployDecider, events).when(lift).then([]);
  });
  it("cannot be lifted for an incident that never held it", () =>
    given(deployDecider, [...baking, held])
      .when({ ...lift, incidentId: otherIncidentId })
      .thenRejected("NOT_HELD", { message: `is not held by incident ${otherIncidentId}`, path: ["incidentId"] }));
});

describe("a rollback that takes over", () => {
  const taken = fact("DeployPreempted", { byDeployId: rollbackId });
  it("is told to the deploy, also while it is aborted or goes back by itself", () => {
    for (const events of [baking, soaking, aborting, rollingBack]) given(deployDecider, events).when(preempt).then([taken]);
  });
  it("cancels a deploy that nobody has started, so that nobody starts it later", () => {
    const cancelled = fact("DeployCancelled", { reason: `rollback ${rollbackId} took over before it started` });
    given(deployDecider, [requested]).when(preempt).then([taken, cancelled]);
    given(deployDecider, [requested, taken, cancelled])
      .when({ type: "Start", now, deployId, ...example.run })
      .thenRejected("DEPLOY_NOT_RUNNING", { message: "has ended (cancelled)" });
  });
  it("is nothing new the second time, or after the end", () => {
    for (const events of [preempted, ...Object.values(ends)]) given(deployDecider, events).when(preempt).then([]);
  });
  it("ends a rollback that it takes over from, at any point of the way", () => {
    for (const events of [[rollbackRequested], rollbackStarted]) {
      const taken = rollbackFact("DeployPreempted", { byDeployId: deployId });
      given(deployDecider, events).when({ ...preempt, deployId: rollbackId, byDeployId: deployId }).then([taken]);
      const over = given(deployDecider, [...events, taken]);
      expect(deployStatusOf(over.state)).toBe("preempted");
      over.when({ type: "CompleteRollback", now, deployId: rollbackId, durationMs: 900 }).then([]);
    }
  });
});
