import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { deployStatusOf } from "./deploy.ts";
import type { DeployCommandOf } from "./deployCommands.ts";
import { deployDecider } from "./deployDecider.ts";
import * as example from "./exampleDeploy.ts";
import { deployId, ends, fact, now, observed, plan, requested, rollbackRequested, rollbackStarted, started } from "./exampleDeploy.ts";

const requestDeploy = (): DeployCommandOf<"RequestDeploy"> => {
  const { kind, plan: _, preempts, deadlineAt, direct, stay, ...data } = example.request;
  return { type: "RequestDeploy", now, ...data, plan };
};
const requestRollback = (): DeployCommandOf<"RequestRollback"> => {
  const { kind, plan: _, deadlineAt, ...data } = example.rollback;
  return { type: "RequestRollback", now, ...data };
};
const status = (events: DeployEvent[]) => deployStatusOf(given(deployDecider, events).state);

describe("requesting a deploy", () => {
  it("records it", () => given(deployDecider, []).when(requestDeploy()).then([requested]));
  it("waits for a run", () => expect(status([requested])).toBe("waiting"));
  it("is nothing new the second time, wherever the deploy stands by then", () => {
    given(deployDecider, [requested]).when(requestDeploy()).then([]);
    given(deployDecider, ends.succeeded).when(requestDeploy()).then([]);
  });
  it("is refused under the id of another one, which the message names", () => {
    given(deployDecider, [requested])
      .when({ ...requestDeploy(), version: "v4" })
      .thenRejected("ALREADY_EXISTS", { message: `${deployId} is the deploy of v3 to production`, path: ["deployId"] });
    given(deployDecider, [observed])
      .when(requestDeploy())
      .thenRejected("ALREADY_EXISTS", { message: "the observed deploy of v3 to production" });
  });
});

describe("requesting a rollback", () => {
  it("has five minutes from the press", () => given(deployDecider, []).when(requestRollback()).then([rollbackRequested]));
  it("counts them in UTC, whatever zone the press was written in", () =>
    given(deployDecider, [])
      .when({ ...requestRollback(), now: "2026-03-02T12:00:00+02:00" })
      .then([rollbackRequested]));
  it("is nothing new the second time, and keeps the first deadline", () =>
    given(deployDecider, [rollbackRequested])
      .when({ ...requestRollback(), now: "2026-03-02T10:04:00Z" })
      .then([]));
  it("is the same press, whatever else it has to say: it may have been finished for whoever made it", () =>
    given(deployDecider, [rollbackRequested])
      .when({ ...requestRollback(), reason: "slow", direct: true, warnings: ["mind the schema"] })
      .then([]));
  it("is refused under the id of another one", () =>
    given(deployDecider, [rollbackRequested])
      .when({ ...requestRollback(), releaseId: example.observation.serviceId, version: "v1" })
      .thenRejected("ALREADY_EXISTS", { message: "the rollback to v2 in production" }));
  it("is refused under the id of one in another lane", () =>
    given(deployDecider, [rollbackRequested])
      .when({ ...requestRollback(), laneId: example.incidentId, reason: "slow" })
      .thenRejected("ALREADY_EXISTS"));
  it("is refused to what runs", () =>
    given(deployDecider, [])
      .when({ ...requestRollback(), fromReleaseId: example.rollback.releaseId })
      .thenRejected("ALREADY_LIVE", { message: "v2 is what runs in production", path: ["toVersion"] }));
});

describe("observing a deploy of another system", () => {
  const observe = { type: "ObserveDeploy", now, ...example.observation } as const;
  const change = {
    type: "ChangeObservation",
    now,
    deployId,
    state: "succeeded",
    description: "done",
    url: "https://example.org/1",
  } as const;
  const told = (state: "pending" | "running" | "succeeded" | "failed" | "inactive"): DeployEvent =>
    fact("DeployObservationChanged", { state, description: "", url: null });

  it("records it", () => {
    given(deployDecider, []).when(observe).then([observed]);
    expect(status([observed])).toBe("observed");
  });
  it("is nothing new when it is told again, late or not", () => {
    given(deployDecider, [observed]).when(observe).then([]);
    given(deployDecider, [observed, told("succeeded")]).when(observe).then([]);
  });
  it("is refused under the id of a deploy that Ballast drives", () =>
    given(deployDecider, [requested])
      .when(observe)
      .thenRejected("ALREADY_EXISTS", { message: "which Ballast drives itself", path: ["deployId"] }));
  it("follows its news", () => {
    const { type, now: _, ...data } = change;
    given(deployDecider, [observed]).when(change).then([{ type: "DeployObservationChanged", data }]);
    expect(given(deployDecider, [observed, { type: "DeployObservationChanged", data }, told("inactive")]).state).toMatchObject({
      state: "inactive",
      url: "https://example.org/1",
    });
  });
  it("knows the same news when it hears them again", () => {
    given(deployDecider, [observed, told("failed")]).when({ ...change, state: "failed", description: "", url: null }).then([]);
    given(deployDecider, [observed]).when({ ...change, state: "pending", description: "" , url: null }).then([]);
  });
  it("is news where one thing of it is another than before", () => {
    const before: DeployEvent = { type: "DeployObservationChanged", data: { deployId, state: "running", description: "half", url: null } };
    for (const said of [{ state: "succeeded", description: "half" }, { state: "running", description: "three quarters" }] as const) {
      const data = { deployId, url: null, ...said };
      given(deployDecider, [observed, before])
        .when({ type: "ChangeObservation", now, ...data })
        .then([{ type: "DeployObservationChanged", data }]);
    }
  });
  it("hears of a new address, and forgets none", () => {
    const here = { ...change, state: "pending", description: "" } as const;
    const { type, now: _, ...data } = here;
    const heard: DeployEvent = { type: "DeployObservationChanged", data };
    given(deployDecider, [observed]).when(here).then([heard]);
    given(deployDecider, [observed, heard]).when(here).then([]);
    given(deployDecider, [observed, heard]).when({ ...here, url: null }).then([]);
  });
  it("does not go back when news overtake each other", () => {
    given(deployDecider, [observed, told("succeeded")]).when({ ...change, state: "running" }).then([]);
    given(deployDecider, [observed, told("running")]).when({ ...change, state: "pending" }).then([]);
  });
  it("has no news of what is unknown or driven by Ballast", () => {
    given(deployDecider, []).when(change).thenRejected("NOT_FOUND", { message: deployId, path: ["deployId"] });
    given(deployDecider, [requested])
      .when(change)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the deploy of v3 to production is driven by Ballast itself" });
  });
});

describe("cancelling", () => {
  const cancel = { type: "Cancel", now, deployId, reason: "not today" } as const;
  it("ends what has not started", () => {
    given(deployDecider, [requested]).when(cancel).then([fact("DeployCancelled", { reason: "not today" })]);
    expect(status(ends.cancelled)).toBe("cancelled");
  });
  it("is nothing new the second time", () => given(deployDecider, ends.cancelled).when(cancel).then([]));
  it("is refused once it has started", () => {
    given(deployDecider, started)
      .when(cancel)
      .thenRejected("TRANSITION_NOT_ALLOWED", {
        message: "the deploy of v3 to production has started: it cannot be cancelled, only aborted", path: ["deployId"],
      });
    given(deployDecider, example.rollingBack).when(cancel).thenRejected("TRANSITION_NOT_ALLOWED", { message: "has started" });
  });
  it("is refused after the end", () =>
    given(deployDecider, ends.succeeded)
      .when(cancel)
      .thenRejected("DEPLOY_NOT_RUNNING", { message: "has ended (succeeded): it cannot be cancelled" }));
  it("is refused for a rollback", () =>
    given(deployDecider, rollbackStarted)
      .when({ ...cancel, deployId: example.rollbackId })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "the rollback to v2 in production only goes forward" }));
});
