import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { deployStatusOf } from "./deploy.ts";
import type { DeployCommand, DeployCommandOf, EndCommand } from "./deployCommands.ts";
import { deployDecider } from "./deployDecider.ts";
import * as example from "./exampleDeploy.ts";
import {
  aborting, baking, deployId, ends, fact, failed, now, preempted, requested, rollbackDone, rollbackFact, rollbackId, rollbackStarted,
  rollingBack, shiftTo, soaking, started,
} from "./exampleDeploy.ts";

const status = (events: DeployEvent[]) => deployStatusOf(given(deployDecider, events).state);
const at = { now, deployId };
const of = <Command extends DeployCommand>(command: Command): Command => ({ ...command, deployId: rollbackId });
const back = { toReleaseId: example.rollback.releaseId, toVersion: "v2" };
const begin: DeployCommandOf<"BeginRollback"> = {
  type: "BeginRollback", ...at, ...back, reason: "verdict failed at 10 %", automatic: true,
};
const undoFailed: DeployCommandOf<"FailCompensation"> = {
  type: "FailCompensation", ...at, compensation: "restoreTraffic", error: "no answer",
};
const rolledBack: DeployCommandOf<"RecordRolledBack"> = { type: "RecordRolledBack", ...at, ...back, durationMs: 800 };
const aborted: DeployCommandOf<"RecordAborted"> = { type: "RecordAborted", ...at, reason: "wrong release", durationMs: 800 };
const fail: DeployCommandOf<"Fail"> = { type: "Fail", ...at, error: "the process ended at once" };
const failRollback: DeployCommandOf<"FailRollback"> = { type: "FailRollback", ...at, error: "no answer" };
const escalate: DeployCommandOf<"Escalate"> = { type: "Escalate", ...at, reason: "not done after five minutes" };
const complete: DeployCommandOf<"CompleteRollback"> = { type: "CompleteRollback", ...at, durationMs: 1_200 };
const measure: DeployCommandOf<"RecordEffect"> = { type: "RecordEffect", ...at, ...example.effect };
const notify: DeployCommandOf<"NotifyDeployer"> = {
  type: "NotifyDeployer", ...at, personId: example.incidentId, channels: ["mail"], text: "v3 was rolled back",
};
const all: readonly EndCommand[] = [begin, undoFailed, rolledBack, aborted, fail, failRollback, escalate, complete, measure, notify];
const notified = fact("DeployerNotified", { personId: example.incidentId, channels: ["mail"], text: "v3 was rolled back" });

describe("the way back", () => {
  it("is none for the unknown and the observed", () => {
    for (const command of all) {
      given(deployDecider, []).when(command).thenRejected("NOT_FOUND", { message: deployId, path: ["deployId"] });
      given(deployDecider, [example.observed])
        .when(command)
        .thenRejected("NOT_DEPLOYABLE", { message: "driven by GitHub", path: ["deployId"] });
    }
  });
  it("ends once: nothing more is recorded but the effect and who was told", () => {
    const later = all.filter(({ type }) => type !== "RecordEffect" && type !== "NotifyDeployer");
    for (const events of Object.values(ends)) for (const command of later) given(deployDecider, events).when(command).then([]);
    for (const command of later) given(deployDecider, rollbackDone).when(of(command)).then([]);
  });
  it("ends as it ended, whatever is recorded after it", () => {
    for (const [outcome, events] of Object.entries(ends)) {
      const late = [
        fact("StepPassed", { step: 0 }),
        example.began,
        fact("DeploySucceeded", { durationMs: 1 }),
        fact("DeployAborted", { reason: "", durationMs: 1 }),
      ];
      expect(status([...events, ...late])).toBe(outcome);
    }
  });
});

describe("beginning to roll back", () => {
  it("follows a fail, an abort or an error, at any point of the way", () => {
    for (const events of [started, baking, failed, aborting, soaking]) given(deployDecider, events).when(begin).then([example.began]);
    expect(status(rollingBack)).toBe("rollingBack");
  });
  it("stands above a pause and a hold", () =>
    expect(
      status([
        ...baking,
        fact("DeployPaused", { reason: "lunch", byJudge: false }),
        fact("DeployHeld", { incidentId: example.incidentId, reason: "INC-7" }),
        example.began,
      ]),
    ).toBe("rollingBack"));
  it("is nothing new the second time", () => given(deployDecider, rollingBack).when(begin).then([]));
  it("is left to the rollback that took over", () => given(deployDecider, preempted).when(begin).then([]));
  it("is refused for a rollback", () =>
    given(deployDecider, rollbackStarted)
      .when(of(begin))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the rollback to v2 in production only goes forward", path: ["deployId"] }));
});

describe("a compensation that failed", () => {
  const recorded = fact("CompensationFailed", { compensation: "restoreTraffic", error: "no answer" });
  it("is recorded once for each", () => {
    given(deployDecider, rollingBack).when(undoFailed).then([recorded]);
    given(deployDecider, [...rollingBack, recorded]).when({ ...undoFailed, error: "still none" }).then([]);
    given(deployDecider, [...rollingBack, recorded])
      .when({ ...undoFailed, compensation: "retireCanary" })
      .then([fact("CompensationFailed", { compensation: "retireCanary", error: "no answer" })]);
  });
});

describe("having rolled back", () => {
  it("ends a rollback of the deploy, or one that took over", () => {
    const recorded = fact("DeployRolledBack", { ...back, durationMs: 800 });
    for (const events of [rollingBack, preempted, aborting]) given(deployDecider, events).when(rolledBack).then([recorded]);
    expect(status([...preempted, recorded])).toBe("rolledBack");
  });
  it("is refused before it began", () =>
    given(deployDecider, baking)
      .when(rolledBack)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "goes forward: it cannot have been rolled back before a rollback began" }));
  it("is refused for a rollback", () =>
    given(deployDecider, rollbackStarted)
      .when(of(rolledBack))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "it is never rolled back itself" }));
});

describe("having aborted", () => {
  const recorded = fact("DeployAborted", { reason: "wrong release", durationMs: 800 });
  it("ends what a person aborted, begun or not", () => {
    for (const events of [aborting, [...aborting, example.began], [requested, fact("DeployAbortRequested", { reason: "wrong release" })]])
      given(deployDecider, events).when(aborted).then([recorded]);
    expect(status(ends.aborted)).toBe("aborted");
  });
  it("is refused when nobody asked for it", () =>
    given(deployDecider, baking).when(aborted).thenRejected("TRANSITION_NOT_ALLOWED", { message: "nobody asked to abort it" }));
});

describe("failing", () => {
  it("ends what never reached anybody", () => {
    given(deployDecider, started).when(fail).then([fact("DeployFailed", { error: "the process ended at once" })]);
    given(deployDecider, [...started, example.began]).when(fail).then([fact("DeployFailed", { error: "the process ended at once" })]);
  });
  it("is refused once traffic was moved", () =>
    given(deployDecider, baking)
      .when(fail)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "has moved traffic (10 %): it has to be rolled back, not just ended" }));
  it("is refused for a rollback", () =>
    given(deployDecider, rollbackStarted).when(of(fail)).thenRejected("TRANSITION_NOT_ALLOWED", { message: "is tried until it is done" }));
});

describe("a rollback that fails or takes too long", () => {
  it("fails on its way back, of a deploy or by itself", () => {
    given(deployDecider, rollingBack).when(failRollback).then([fact("RollbackFailed", { error: "no answer" })]);
    given(deployDecider, rollbackStarted).when(of(failRollback)).then([rollbackFact("RollbackFailed", { error: "no answer" })]);
    expect(status(ends.rollbackFailed)).toBe("rollbackFailed");
  });
  it("escalates once and goes on", () => {
    const escalated = rollbackFact("RollbackEscalated", { reason: "not done after five minutes" });
    given(deployDecider, rollbackStarted).when(of(escalate)).then([escalated]);
    given(deployDecider, [...rollbackStarted, escalated]).when(of(escalate)).then([]);
    given(deployDecider, [...rollbackStarted, escalated])
      .when(of(complete))
      .then([rollbackFact("RollbackCompleted", { durationMs: 1_200 })]);
    given(deployDecider, rollingBack).when(escalate).then([fact("RollbackEscalated", { reason: "not done after five minutes" })]);
  });
  it("is refused for a deploy that goes forward", () => {
    given(deployDecider, baking).when(failRollback).thenRejected("TRANSITION_NOT_ALLOWED", { message: "no rollback can have failed" });
    given(deployDecider, baking).when(escalate).thenRejected("TRANSITION_NOT_ALLOWED", { message: "there is no rollback to escalate" });
  });
});

describe("a rollback whose target does not start", () => {
  const v2 = { releaseId: example.rollback.releaseId, version: "v2" };
  const v1 = { releaseId: example.request.serviceId, version: "v1" };
  const cause = { attempt: 1, error: "it dies at start: exited with code 1", output: ["Error: no database"] };
  const failedTarget = rollbackFact("RollbackTargetFailed", { ...v2, ...cause });
  const redirected = rollbackFact("RollbackRedirected", { ...v1, reason: "v2 does not start" });
  const failTarget: DeployCommand = { type: "FailTarget", now, deployId: rollbackId, ...v2, ...cause };
  const redirect: DeployCommand = { type: "Redirect", now, deployId: rollbackId, ...v1, reason: "v2 does not start" };

  it("records why, once for each try, and goes on to another release", () => {
    given(deployDecider, rollbackStarted).when(failTarget).then([failedTarget]);
    given(deployDecider, [...rollbackStarted, failedTarget]).when(failTarget).then([]);
    given(deployDecider, [...rollbackStarted, failedTarget]).when(redirect).then([redirected]);
    given(deployDecider, [...rollbackStarted, failedTarget, redirected]).when(redirect).then([]);
    expect(given(deployDecider, [...rollbackStarted, failedTarget, redirected]).state).toMatchObject({
      target: v1, request: v2, failedTargets: [{ version: "v2", ...cause }],
    });
  });
  it("is nothing that a deploy does", () => {
    given(deployDecider, baking).when({ ...failTarget, deployId }).thenRejected("TRANSITION_NOT_ALLOWED", { message: "is no rollback" });
    given(deployDecider, baking)
      .when({ ...redirect, deployId })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "never brings another release" });
  });
});

describe("completing a rollback", () => {
  it("ends it, started by a run or done directly", () => {
    given(deployDecider, rollbackStarted).when(of(complete)).then([rollbackFact("RollbackCompleted", { durationMs: 1_200 })]);
    given(deployDecider, [example.rollbackRequested, rollbackFact("TrafficShifted", shiftTo(100))])
      .when(of(complete))
      .then([rollbackFact("RollbackCompleted", { durationMs: 1_200 })]);
    expect(status(rollbackDone)).toBe("succeeded");
  });
  it("is refused for a deploy", () =>
    given(deployDecider, rollingBack)
      .when(complete)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the deploy of v3 to production is no rollback", path: ["deployId"] }));
});

describe("what is learnt afterwards", () => {
  it("is recorded once, before and after the end", () => {
    const measured = fact("EffectMeasured", example.effect);
    for (const events of [rollingBack, ends.rolledBack, ends.rollbackFailed, ends.aborted]) {
      given(deployDecider, events).when(measure).then([measured]);
      given(deployDecider, [...events, measured]).when(measure).then([]);
      given(deployDecider, events).when(notify).then([notified]);
      given(deployDecider, [...events, notified]).when(notify).then([]);
    }
    given(deployDecider, rollbackDone).when(of(measure)).then([rollbackFact("EffectMeasured", example.effect)]);
  });
  it("changes no end", () => expect(status([...ends.rolledBack, fact("EffectMeasured", example.effect), notified])).toBe("rolledBack"));
  it("is refused while the deploy goes forward", () => {
    given(deployDecider, baking)
      .when(measure)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "there is no rollback whose effect could be measured" });
  });
  it("is told to the deployer once for each message, also while it goes forward", () => {
    given(deployDecider, baking).when(notify).then([notified]);
    given(deployDecider, [...baking, notified]).when(notify).then([]);
    given(deployDecider, [
      ...ends.rolledBack,
      fact("DeployerNotified", { personId: example.incidentId, channels: ["mail"], text: "v3 waits for you" }),
    ])
      .when(notify)
      .then([notified]);
  });
});
