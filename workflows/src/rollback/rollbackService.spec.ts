import { ids } from "@ballast/eventlog";
import { signalNames, type RollbackServiceInput } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ContinuedAsNew, tell, type ScriptedActivity, type Told } from "../specification/scriptedWorkflow.ts";
import { measureRollback, rollbackService, type RollbackOutcome } from "./rollbackService.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
const pressed = Date.parse("2026-03-02T10:00:00Z");
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: pressed }));
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const input: RollbackServiceInput = {
  deployId: ids.deploy("r"), laneId: ids.lane(ids.service("shop"), "production"), serviceId: ids.service("shop"), service: "shop",
  environment: "production", releaseId: ids.release("shop", "v1"), version: "v1", fromReleaseId: ids.release("shop", "v2"),
  fromVersion: "v2", preempts: null, incidentId: null, pressedAt: new Date(pressed).toISOString(),
  deadlineAt: new Date(pressed + 5 * minute).toISOString(), requestEventId: ids.part("e", "request"), correlationId: ids.part("c", "story"),
  actor: { personId: null, name: "Ana", means: "console" },
};
const v0 = { ...input, releaseId: ids.release("shop", "v0"), version: "v0" };
const dies = { kind: "failed", error: "dies", output: ["boom"] };
const hangs: ScriptedActivity = (_, { cancelled }) => cancelled;
const inTurn = (...answers: readonly unknown[]): ScriptedActivity => {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)];
};
const begin = (
  activities: Readonly<Record<string, ScriptedActivity>> = {},
  given: Partial<RollbackServiceInput> = {},
  old: readonly string[] = [],
): Promise<Told<RollbackOutcome>> =>
  tell(
    rollbackService,
    { ...input, ...given },
    { clock: (ms) => void vi.setSystemTime(ms), activities: { tryTarget: () => ({ kind: "restored" }), ...activities }, old },
  );

describe("a rollback", () => {
  it("moves everybody, settles the lane, and leaves measuring to a run of its own", async () => {
    const told = await begin({}, { preempts: "d" });
    expect(told.story()).toEqual([
      "0 startRollback", "0 preemptDeploy", "0 tryTarget", "0 completeRollback", "0 settleLane", "0 child measureRollback",
    ]);
    expect([told.outcome, told.query("getProgress")]).toMatchObject(["done", { phase: "done", escalated: false }]);
    expect(told.inputsOf("settleLane")).toMatchObject([{ reason: "rolled back to v1" }]);
  });

  it("tells nobody where it takes over from nobody, or a run before it has; its target is told from whom it takes over", async () => {
    const told = await begin();
    expect([told.inputsOf("preemptDeploy"), told.inputsOf("tryTarget")]).toMatchObject([
      [],
      [{ deploy: { version: "v1" }, preempts: null }],
    ]);
    const again = await begin({}, { preempts: "d", attempts: 2 });
    expect([again.inputsOf("preemptDeploy"), again.inputsOf("tryTarget")]).toMatchObject([[], [{ preempts: "d" }]]);
    const [first] = [await begin({}, { preempts: "d" })];
    expect(first.inputsOf("preemptDeploy")).toMatchObject([{ deploy: { deployId: input.deployId }, preempts: "d" }]);
  });

  it("is carried out once: where another run has it, nothing is done", async () => {
    const told = await begin({ startRollback: () => "taken" });
    expect([told.outcome, told.story()]).toEqual(["taken", ["0 startRollback"]]);
  });

  it("pages five minutes after the press, once, and goes on", async () => {
    let restore: (answer: unknown) => void = () => undefined;
    const told = await begin({ tryTarget: () => new Promise((resolve) => { restore = resolve; }) });
    await told.until(5 * minute - 1);
    expect(told.inputsOf("escalateRollback")).toEqual([]);
    await told.until(20 * minute);
    expect(told.inputsOf("escalateRollback")).toHaveLength(1);
    restore({ kind: "restored" });
    await told.until(20 * minute);
    expect([told.outcome, told.story().at(-1)]).toEqual(["done", "1200 child measureRollback"]);
  });

  it("pages at once where the press is longer ago than that, and not again where a run before has", async () => {
    const late = await begin({ tryTarget: hangs }, { deadlineAt: new Date(pressed - minute).toISOString() });
    await late.until(1_000);
    expect(late.inputsOf("escalateRollback")).toHaveLength(1);
    const again = await begin({ tryTarget: hangs }, { escalated: true, attempts: 3 });
    await again.until(60 * minute);
    expect(again.inputsOf("escalateRollback")).toEqual([]);
  });
});

describe("a target that does not start", () => {
  it("is left for the next one at once, without anybody being called", async () => {
    const told = await begin({ tryTarget: inTurn(dies, { kind: "restored" }), leaveTarget: () => ({ deploy: v0, exhausted: false }) });
    expect(told.story()).toEqual([
      "0 startRollback", "0 tryTarget", "0 leaveTarget", "0 tryTarget", "0 completeRollback", "0 settleLane", "0 child measureRollback",
    ]);
    expect(told.inputsOf("leaveTarget")).toMatchObject([{ attempt: 1, error: "dies", output: ["boom"] }]);
    expect(told.inputsOf("completeRollback")).toMatchObject([{ deploy: { version: "v0" } }]);
    expect(told.inputsOf("child measureRollback")).toMatchObject([{ version: "v0" }]);
  });

  it("is tried again where none is left, ever more rarely and at least every half a minute, and a person is called once", async () => {
    const told = await begin({ tryTarget: inTurn(dies), leaveTarget: () => ({ deploy: input, exhausted: true }) });
    await told.until(3 * minute);
    expect(told.calls.filter(({ name }) => name === "tryTarget").map(({ at }) => at / 1_000)).toEqual([
      0, 1, 3, 7, 15, 31, 61, 91, 121, 151,
    ]);
    expect(told.inputsOf("escalateRollback")).toMatchObject([{ nothingLeft: true }]);
    await told.until(10 * minute);
    expect(told.inputsOf("escalateRollback")).toHaveLength(1);
  });

  it("is tried on by a fresh run before the history grows too long, from where this one is", async () => {
    const told = await begin({ tryTarget: inTurn(dies), leaveTarget: () => ({ deploy: v0, exhausted: true }) });
    told.grows();
    await told.until(minute);
    expect(told.failure).toBeInstanceOf(ContinuedAsNew);
    expect(told.failure).toMatchObject({ input: { version: "v0", attempts: 1, escalated: true } });
  });

  it("is insisted on by a rollback that was pressed before there was a way out", async () => {
    const told = await begin({}, {}, ["a target that does not start is left for the next one"]);
    expect(told.story().slice(0, 3)).toEqual(["0 startRollback", "0 restoreRelease", "0 completeRollback"]);
  });
});

describe("a rollback to another release takes over", () => {
  it("from a try, and from a rest; a signal that is meant for another one does nothing", async () => {
    const trying = await begin({ tryTarget: hangs });
    await trying.signal(signalNames.preempt, { deployId: "another", byDeployId: "x" });
    expect(trying.outcome).toBeUndefined();
    await trying.signal(signalNames.preempt, { deployId: input.deployId, byDeployId: "x" });
    expect([trying.outcome, trying.inputsOf("settleLane")]).toEqual(["preempted", []]);
    const resting = await begin({ tryTarget: inTurn(dies), leaveTarget: () => ({ deploy: input, exhausted: true }) });
    await resting.signal(signalNames.preempt, { deployId: input.deployId, byDeployId: "x" });
    expect(resting.outcome).toBe("preempted");
  });

  it("which the target says first", async () => {
    const told = await begin({ tryTarget: inTurn({ kind: "lost" }) });
    expect([told.outcome, told.inputsOf("completeRollback")]).toEqual(["preempted", []]);
  });
});

describe("measuring a rollback", () => {
  it("writes what it did, then reports whether errors go on", async () => {
    const told = await tell(
      measureRollback,
      { ...input, incidentId: "i" },
      { clock: (ms) => void vi.setSystemTime(ms), activities: { measureRollbackEffect: () => ({ recovered: false }) } },
    );
    expect(told.story()).toEqual(["0 measureRollbackEffect", "0 reportRollback"]);
    expect(told.inputsOf("reportRollback")).toMatchObject([{ recovered: false, incidentId: "i" }]);
  });
});
