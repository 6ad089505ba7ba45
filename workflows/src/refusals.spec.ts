import { ActivityFailure, ApplicationFailure } from "@temporalio/common";
import { DeliveryError } from "@ballast/delivery";
import { Rejection, StartedByAnotherRun } from "@ballast/domain";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancellable } from "./heartbeat.ts";
import { heartbeatEveryMs } from "./heartbeatTimes.ts";
import { asActivities, claim } from "./refusals.ts";
import { failureType, messageOf } from "./saga.ts";

const engine = vi.hoisted(() => ({
  beats: 0, said: [] as unknown[], before: undefined as unknown, cancellation: new AbortController(),
}));
vi.mock("@temporalio/activity", () => ({
  Context: {
    current: () => ({
      heartbeat: (details: unknown) => { engine.beats += 1; engine.said.push(details); },
      info: { heartbeatDetails: engine.before }, cancellationSignal: engine.cancellation.signal,
    }),
  },
}));
beforeEach(() => {
  Object.assign(engine, { beats: 0, said: [], before: undefined });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => void vi.useRealTimers());

/** What the engine gets of an activity that throws this. */
const thrown = (error: unknown): Promise<unknown> =>
  asActivities({ act: () => Promise.reject(error) }).act().then(() => "done", (failure: unknown) => failure);

describe("an activity", () => {
  it("answers what its work does, told what it is told", async () => {
    const add = asActivities({ base: 2, add(other: number) { return Promise.resolve(this.base + other); } });
    expect([await add.add(3), add.base]).toEqual([5, 2]);
  });

  it("tells at once and again and again that it lives, until it has ended", async () => {
    let end: () => void = () => undefined;
    const work = asActivities({ act: () => new Promise<void>((resolve) => { end = resolve; }) }).act();
    expect(engine.beats).toBe(1);
    vi.advanceTimersByTime(3 * heartbeatEveryMs);
    expect(engine.beats).toBe(4);
    end();
    await work;
    vi.advanceTimersByTime(3 * heartbeatEveryMs);
    expect(engine.beats).toBe(4);
    await thrown(new Error("no"));
    vi.advanceTimersByTime(3 * heartbeatEveryMs);
    expect(engine.beats).toBe(5);
  });

  it("says on what a try before this one has said, so that the next one knows it too", async () => {
    engine.before = ["ana", "ben"];
    await asActivities({ act: () => Promise.resolve() }).act();
    expect(engine.said).toEqual([["ana", "ben"]]);
  });

  it("is broken off by what the engine cancels", async () => {
    expect(await cancellable((signal) => Promise.resolve(signal))).toBe(engine.cancellation.signal);
  });
});

describe("what is thrown", () => {
  it("by a rule is not tried again: the same facts give the same answer", async () => {
    expect(await thrown(new Rejection("NOT_FOUND", "no such deploy", ["deployId"]))).toMatchObject({
      name: "ApplicationFailure", nonRetryable: true, type: "NOT_FOUND", message: "no such deploy", details: [{ field: ["deployId"] }],
    });
  });

  it("because others were faster is: that passes", async () => {
    const conflict = new Rejection("REVISION_CONFLICT", "others were faster", []);
    expect(await thrown(conflict)).toBe(conflict);
  });

  it("by a target for good is not, with what to do about it; what may pass is", async () => {
    expect(await thrown(new DeliveryError("LANE_LOST", "another has the lane", "Nothing to do"))).toMatchObject({
      nonRetryable: true, type: "LANE_LOST", message: "another has the lane. Nothing to do",
    });
    const away = new DeliveryError("TARGET_UNREACHABLE", "no answer", "Look at it");
    expect(await thrown(away)).toBe(away);
    const broken = new Error("broken");
    expect(await thrown(broken)).toBe(broken);
  });
});

describe("a run's first record", () => {
  it("makes it the one that carries the request out", async () => {
    expect(await claim(() => Promise.resolve())).toBe("started");
  });

  it.each([
    new StartedByAnotherRun({ requestEventId: "e", workflowId: "deploy/1", runId: "run-1" }),
    new Rejection("DEPLOY_NOT_RUNNING", "it was cancelled", []),
    new Rejection("PAGE_NOT_OPEN", "it was answered", []),
  ])("leaves it to whoever has it, or to nobody where it was over before: %s", async (refusal) => {
    expect(await claim(() => Promise.reject(refusal))).toBe("taken");
  });

  it("that goes wrong in another way is a failure", async () => {
    for (const error of [new Rejection("NOT_FOUND", "no such deploy", []), new Error("the log is away")])
      await expect(claim(() => Promise.reject(error))).rejects.toBe(error);
  });
});

describe("a failure as a workflow meets it", () => {
  const wrapped = (cause: Error): Error => new ActivityFailure("activity failed", "act", "1", "MAXIMUM_ATTEMPTS_REACHED", "worker", cause);

  it("says what the activity said, not how that was wrapped", () => {
    expect(messageOf(wrapped(ApplicationFailure.nonRetryable("another has the lane", "LANE_LOST")))).toBe("another has the lane");
    expect([messageOf(new Error("plain")), messageOf("a text")]).toEqual(["plain", "a text"]);
  });

  it("has the code that the activity gave it, however deep; none where none was given", () => {
    expect(failureType(wrapped(ApplicationFailure.nonRetryable("no", "LANE_LOST")))).toBe("LANE_LOST");
    const outer = ApplicationFailure.create({ message: "failed", cause: ApplicationFailure.nonRetryable("no", "BROKEN") });
    expect(failureType(outer)).toBe("BROKEN");
    expect([failureType(wrapped(new Error("no"))), failureType("no"), failureType(new Error("no"))]).toEqual([null, null, null]);
  });
});
