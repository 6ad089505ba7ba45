import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { deployStatusOf } from "./deploy.ts";
import type { DeployCommand, DeployCommandOf } from "./deployCommands.ts";
import { deployDecider } from "./deployDecider.ts";
import * as example from "./exampleDeploy.ts";
import {
  aborting, baking, deployId, ends, fact, failed, now, passedFirst, preempted, prepared, promoting, requested, rollbackId,
  rollbackRequested, rollbackStarted, rollingBack, run, saying, shiftTo, soaking, started, stepAt,
} from "./exampleDeploy.ts";

const status = (events: DeployEvent[]) => deployStatusOf(given(deployDecider, events).state);
const at = { now, deployId };
const start: DeployCommandOf<"Start"> = { type: "Start", ...at, ...run };
const prepare: DeployCommandOf<"RecordPrepared"> = { type: "RecordPrepared", ...at, durationMs: 900 };
const startStep = (step: number): DeployCommandOf<"StartStep"> => ({ type: "StartStep", ...at, ...stepAt(step) });
const shift = (percent: number, step: number | null): DeployCommandOf<"ShiftTraffic"> => ({
  type: "ShiftTraffic", ...at, ...shiftTo(percent, step),
});
const reach = (...said: Parameters<typeof saying>): DeployCommandOf<"ReachVerdict"> => ({
  type: "ReachVerdict", ...at, ...saying(...said),
});
const extend: DeployCommandOf<"ExtendBake"> = { type: "ExtendBake", ...at, step: 0, bakeMs: 10_000, reason: "too little traffic" };
const pass = (step: number): DeployCommandOf<"PassStep"> => ({ type: "PassStep", ...at, step });
const soak: DeployCommandOf<"StartSoak"> = { type: "StartSoak", ...at, soakMs: 10_000 };
const succeed: DeployCommandOf<"Succeed"> = { type: "Succeed", ...at, durationMs: 60_000 };
const passing = fact("VerdictReached", saying("pass"));
const promotedFull = fact("StepPromoted", { step: 0, full: true, reason: "hot fix" });

/** The way forward, but for its beginning and its end. */
const forward: readonly DeployCommand[] = [prepare, startStep(0), startStep(1), reach("pass"), reach("fail"), extend, pass(0), soak];

describe("what a workflow tells too late", () => {
  it("decides nothing after an abort, a pre-emption, the begin of a rollback, or the end", () => {
    for (const events of [aborting, preempted, rollingBack, ...Object.values(ends)]) {
      for (const command of forward) given(deployDecider, events).when(command).then([]);
    }
  });
  it("is refused of the unknown, the observed, and of a rollback, which has no steps", () => {
    for (const command of forward) {
      given(deployDecider, []).when(command).thenRejected("NOT_FOUND", { path: ["deployId"] });
      given(deployDecider, [example.observed]).when(command).thenRejected("NOT_DEPLOYABLE", { message: "driven by GitHub" });
      if (command.type !== "RecordPrepared")
        given(deployDecider, rollbackStarted)
          .when({ ...command, deployId: rollbackId })
          .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the rollback to v2 in production has no steps" });
    }
  });
});

describe("starting", () => {
  it("belongs to the first run", () => {
    given(deployDecider, [requested]).when(start).then([fact("DeployStarted", run)]);
    expect(status(started)).toBe("preparing");
  });
  it("is nothing new for the same run, also after the end", () => {
    given(deployDecider, started).when(start).then([]);
    given(deployDecider, ends.succeeded).when(start).then([]);
  });
  it("turns any other run away", () => {
    given(deployDecider, started).when({ ...start, runId: "run-2" }).thenThrown(StartedByAnotherRun);
    given(deployDecider, started).when({ ...start, requestEventId: example.incidentId }).thenThrown(StartedByAnotherRun);
    given(deployDecider, ends.rolledBack).when({ ...start, runId: "run-2" }).thenThrown(StartedByAnotherRun);
  });
  it("a run that was lost is replaced once, by whoever names it; also after the end", () => {
    const { requestEventId, workflowId, runId } = run;
    const replace: DeployCommandOf<"ReplaceRun"> = {
      type: "ReplaceRun", ...at, requestEventId, workflowId, fromRunId: runId, toRunId: "run-2", reason: "it was terminated",
    };
    const replaced = fact("DeployRunReplaced", {
      requestEventId, workflowId, fromRunId: runId, toRunId: "run-2", reason: "it was terminated",
    });
    for (const events of [baking, rollingBack, ends.rolledBack]) {
      given(deployDecider, events).when(replace).then([replaced]);
      given(deployDecider, [...events, replaced]).when(replace).then([]);
      given(deployDecider, [...events, replaced]).when({ ...replace, toRunId: "run-3" }).thenThrown(StartedByAnotherRun);
    }
    given(deployDecider, [...baking, replaced]).when(start).thenThrown(StartedByAnotherRun);
    given(deployDecider, [requested]).when(replace).thenRejected("TRANSITION_NOT_ALLOWED");
  });
  it("is possible while an abort waits, so that the run ends it in order", () =>
    given(deployDecider, [requested, fact("DeployAbortRequested", { reason: "wrong release" })])
      .when(start)
      .then([fact("DeployStarted", run)]));
  it("is refused when it was cancelled before", () =>
    given(deployDecider, ends.cancelled)
      .when(start)
      .thenRejected("DEPLOY_NOT_RUNNING", { message: "has ended (cancelled): it cannot be started", path: ["deployId"] }));
  it("is the same for a rollback", () =>
    given(deployDecider, [rollbackRequested])
      .when({ ...start, deployId: rollbackId })
      .then([example.rollbackFact("DeployStarted", run)]));
});

describe("preparing", () => {
  it("is recorded once", () => {
    given(deployDecider, started).when(prepare).then([fact("DeployPrepared", { durationMs: 900 })]);
    given(deployDecider, prepared).when(prepare).then([]);
  });
});

describe("steps", () => {
  it("go from shifting by verifying to baking", () => {
    given(deployDecider, prepared).when(startStep(0)).then([fact("StepStarted", stepAt(0))]);
    expect(status([...prepared, fact("StepStarted", stepAt(0))])).toBe("shifting");
    expect(status(baking)).toBe("baking");
  });
  it("verify until customers arrive, where the target cannot measure", () => {
    const unmeasured = [...prepared, fact("StepStarted", stepAt(0)), fact("TrafficShifted", shiftTo(10, 0, null))];
    expect(status(unmeasured)).toBe("verifying");
    expect(status([...unmeasured, fact("VerdictReached", saying("inconclusive"))])).toBe("baking");
  });
  it("begin once, in order", () => {
    given(deployDecider, baking).when(startStep(0)).then([]);
    given(deployDecider, passedFirst).when(startStep(0)).then([]);
    given(deployDecider, passedFirst).when(startStep(1)).then([fact("StepStarted", stepAt(1))]);
  });
  it("may be left out by a full promotion", () =>
    given(deployDecider, [...baking, promotedFull, fact("StepPassed", { step: 0 })])
      .when(startStep(2))
      .then([fact("StepStarted", stepAt(2))]));
  it("do not begin before the one before has passed", () =>
    given(deployDecider, baking)
      .when(startStep(1))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is still in step 0: step 1 cannot begin" }));
  it("do not begin after a fail, also a late one", () =>
    given(deployDecider, [...passedFirst, fact("VerdictReached", saying("fail", 0, { look: 2 }))])
      .when(startStep(1))
      .thenRejected("VERDICT_FAILED", { message: "failed its verdict at 10 %: step 1 cannot begin", path: ["deployId"] }));
});

describe("shifting traffic", () => {
  it("is recorded in both directions", () => {
    given(deployDecider, [...prepared, fact("StepStarted", stepAt(0))]).when(shift(10, 0)).then([fact("TrafficShifted", shiftTo(10, 0))]);
    for (const events of [aborting, rollingBack])
      given(deployDecider, events).when(shift(0, null)).then([fact("TrafficShifted", shiftTo(0))]);
    expect(status([...rollingBack, fact("TrafficShifted", shiftTo(0))])).toBe("rollingBack");
    expect(status([...soaking, fact("TrafficShifted", shiftTo(100))])).toBe("soaking");
  });
  it("is nothing new when it stands so", () => given(deployDecider, baking).when(shift(10, 0)).then([]));
  it("of a deploy that lost its lane or has ended moves nothing", () => {
    for (const events of [preempted, ...Object.values(ends)]) given(deployDecider, events).when(shift(50, 1)).then([]);
  });
  it("verifies a rollback", () =>
    expect(status([...rollbackStarted, example.rollbackFact("TrafficShifted", shiftTo(100))])).toBe("verifying"));
  it("is refused of the unknown", () => given(deployDecider, []).when(shift(10, 0)).thenRejected("NOT_FOUND"));
});

describe("verdicts", () => {
  it("are recorded when they are news", () => {
    given(deployDecider, baking).when(reach("inconclusive")).then([fact("VerdictReached", saying("inconclusive"))]);
    given(deployDecider, [...baking, passing])
      .when(reach("fail", 0, { look: 2 }))
      .then([fact("VerdictReached", saying("fail", 0, { look: 2 }))]);
    given(deployDecider, [...baking, passing])
      .when(reach("pass", 0, { look: 2, judge: "latency" }))
      .then([fact("VerdictReached", saying("pass", 0, { look: 2, judge: "latency" }))]);
  });
  it("are not recorded when a look says the same again", () =>
    given(deployDecider, [...baking, passing])
      .when(reach("pass", 0, { look: 2 }))
      .then([]));
  it("are recorded when the same word names for the first time what else got worse, and not each time", () => {
    const said = saying("inconclusive", 0, { look: 2 });
    const named = {
      ...said, evidence: { basis: "past" as const, canaryCustomers: null, baselineCustomers: null, findings: [], witnesses: ["search"] },
    };
    const before = [...baking, fact("VerdictReached", saying("inconclusive"))];
    given(deployDecider, before).when({ type: "ReachVerdict", ...at, ...named }).then([fact("VerdictReached", named)]);
    for (const again of [{ ...named, look: 3 }, { ...said, look: 3 }])
      given(deployDecider, [...before, fact("VerdictReached", named)]).when({ type: "ReachVerdict", ...at, ...again }).then([]);
  });
  it("are recorded at the end of the bake in any case, once", () => {
    const final = { ...saying("pass", 0, { look: 2 }), final: true };
    given(deployDecider, [...baking, passing]).when({ type: "ReachVerdict", ...at, ...final }).then([fact("VerdictReached", final)]);
    given(deployDecider, [...baking, passing, fact("VerdictReached", final)]).when({ type: "ReachVerdict", ...at, ...final }).then([]);
  });
  it("end with the last look: one that was still under way is not recorded after it, and hinders nothing", () => {
    const [last, doubtful] = [
      { ...saying("pass", 0, { look: 9 }), final: true },
      { ...saying("inconclusive", 0, { look: 9 }), final: true },
    ];
    for (const word of ["fail", "inconclusive", "error"] as const) {
      given(deployDecider, [...baking, fact("VerdictReached", last)]).when(reach(word, 0, { look: 9 })).then([]);
      for (const look of [8, 9])
        given(deployDecider, [...baking, fact("VerdictReached", doubtful)]).when(reach(word, 0, { look })).then([]);
    }
    given(deployDecider, [...baking, fact("VerdictReached", doubtful)])
      .when(reach("fail", 0, { look: 10 }))
      .then([fact("VerdictReached", saying("fail", 0, { look: 10 }))]);
    given(deployDecider, [...baking, fact("VerdictReached", last)]).when(pass(0)).then([fact("StepPassed", { step: 0 })]);
  });
  it("go on while the clock stands still", () =>
    given(deployDecider, [...baking, fact("DeployPaused", { reason: "lunch", byJudge: false })])
      .when(reach("fail"))
      .then([fact("VerdictReached", saying("fail"))]));
  it("of a step that is over are no news", () =>
    given(deployDecider, [...passedFirst, fact("StepStarted", stepAt(1))])
      .when(reach("fail", 0, { look: 9 }))
      .then([]));
  it("go on in the soak, under the number after the last step", () =>
    given(deployDecider, soaking)
      .when(reach("fail", 3))
      .then([fact("VerdictReached", saying("fail", 3))]));
  it("are refused while nobody sees the release", () =>
    given(deployDecider, prepared)
      .when(reach("pass"))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is preparing: nobody sees the release yet" }));
});

describe("extending a bake", () => {
  const extended = fact("BakeExtended", { step: 0, bakeMs: 10_000, reason: "too little traffic" });
  it("happens once for each step", () => {
    given(deployDecider, baking).when(extend).then([extended]);
    given(deployDecider, [...baking, extended]).when(extend).then([]);
    given(deployDecider, [...baking, extended, passing, fact("StepPassed", { step: 0 }), fact("StepStarted", stepAt(1))])
      .when({ ...extend, step: 1 })
      .then([fact("BakeExtended", { step: 1, bakeMs: 10_000, reason: "too little traffic" })]);
  });
  it("is too late for a step that is over, and too early for one to come", () => {
    given(deployDecider, passedFirst).when(extend).then([]);
    given(deployDecider, baking).when({ ...extend, step: 1 }).then([]);
  });
});

describe("passing a step", () => {
  it("needs a passing verdict", () => given(deployDecider, [...baking, passing]).when(pass(0)).then([fact("StepPassed", { step: 0 })]));
  it("or a person's promotion, of this step or of all", () => {
    given(deployDecider, [...baking, fact("StepPromoted", { step: 0, full: false, reason: "" })])
      .when(pass(0))
      .then([fact("StepPassed", { step: 0 })]);
    given(deployDecider, [...baking, promotedFull, fact("StepPassed", { step: 0 }), fact("StepStarted", stepAt(2))])
      .when(pass(2))
      .then([fact("StepPassed", { step: 2 })]);
  });
  it("does not carry a promotion over to the next step", () =>
    given(deployDecider, [
      ...baking,
      fact("StepPromoted", { step: 0, full: false, reason: "" }),
      fact("StepPassed", { step: 0 }),
      fact("StepStarted", stepAt(1)),
    ])
      .when(pass(1))
      .thenRejected("TRANSITION_NOT_ALLOWED"));
  it("is refused without any verdict, and without data", () => {
    given(deployDecider, baking)
      .when(pass(0))
      .thenRejected("TRANSITION_NOT_ALLOWED", {
        message: "has no passing verdict at 10 % (none at all): step 0 cannot pass", path: ["deployId"],
      });
    for (const verdict of ["inconclusive", "error"] as const)
      given(deployDecider, [...baking, fact("VerdictReached", saying(verdict))])
        .when(pass(0))
        .thenRejected("TRANSITION_NOT_ALLOWED", { message: `(${verdict})` });
  });
  it("is refused while one of the judges does not pass", () =>
    given(deployDecider, [...baking, passing, fact("VerdictReached", saying("error", 0, { look: 1, judge: "latency" }))])
      .when(pass(0))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "(pass, error)" }));
  it("is refused after a fail, promoted or not", () => {
    given(deployDecider, failed).when(pass(0)).thenRejected("VERDICT_FAILED", { message: "step 0 cannot pass" });
    given(deployDecider, [...baking, promotedFull, fact("VerdictReached", saying("fail"))]).when(pass(0)).thenRejected("VERDICT_FAILED");
  });
  it("is nothing new the second time, or for another step", () => {
    given(deployDecider, passedFirst).when(pass(0)).then([]);
    given(deployDecider, baking).when(pass(1)).then([]);
  });
});

describe("soaking and succeeding", () => {
  it("follows the last step", () => {
    expect(status(promoting)).toBe("promoting");
    given(deployDecider, promoting).when(soak).then([fact("SoakStarted", { soakMs: 10_000 })]);
    given(deployDecider, soaking).when(succeed).then([fact("DeploySucceeded", { durationMs: 60_000 })]);
    expect(status(ends.succeeded)).toBe("succeeded");
  });
  it("follows the only step of a first deploy, which goes to everybody at once", () => {
    const first = [...prepared, fact("StepStarted", { ...stepAt(2), step: 0 }), passing, fact("StepPassed", { step: 0 })];
    given(deployDecider, first).when(soak).then([fact("SoakStarted", { soakMs: 10_000 })]);
  });
  it("is nothing new the second time", () => {
    given(deployDecider, soaking).when(soak).then([]);
    given(deployDecider, ends.succeeded).when(succeed).then([]);
  });
  it("is refused too early", () => {
    given(deployDecider, passedFirst)
      .when(soak)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is baking: it cannot soak before its last step has passed" });
    given(deployDecider, promoting)
      .when(succeed)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is promoting: it has not soaked yet" });
  });
  it("is refused after a fail, also one in the soak", () => {
    given(deployDecider, [...promoting, fact("VerdictReached", saying("fail", 2, { look: 5 }))])
      .when(soak)
      .thenRejected("VERDICT_FAILED", { message: "it cannot soak" });
    given(deployDecider, [...soaking, fact("VerdictReached", saying("fail", 3))])
      .when(succeed)
      .thenRejected("VERDICT_FAILED", { message: "it has not succeeded" });
  });
  it("is refused, not ignored, when an abort or a rollback came first: the release must not be called good", () => {
    for (const interruption of [
      fact("DeployAbortRequested", { reason: "wrong release" }),
      fact("DeployPreempted", { byDeployId: rollbackId }),
      example.began,
    ]) {
      given(deployDecider, [...soaking, interruption])
        .when(succeed)
        .thenRejected("TRANSITION_NOT_ALLOWED", { message: "is to go back: it has not succeeded" });
    }
    given(deployDecider, ends.aborted)
      .when(succeed)
      .thenRejected("DEPLOY_NOT_RUNNING", { message: "has ended (aborted): it has not succeeded" });
  });
  it("is refused for a rollback, which completes", () =>
    given(deployDecider, rollbackStarted)
      .when({ ...succeed, deployId: rollbackId })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "has no steps" }));
});
