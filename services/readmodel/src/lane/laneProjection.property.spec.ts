import { laneDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { laneProjection } from "./laneProjection.ts";

type LaneCommand = Parameters<typeof laneDecider.decide>[0];

const now = "2026-11-01T10:00:00.000Z";
const serviceId = ids.service("checkout");
const laneId = ids.lane(serviceId, "production");
const key = { laneId, serviceId, environment: "production", service: "checkout", now };
const factsOf = () => ({ artifactAvailable: true, rollbackSafe: true });

/** Few deploys and releases, so that they meet often. */
const anyWork = fc.record({
  deployId: fc.nat(3).map((n) => ids.deploy(`d${n}`)),
  release: fc.nat(3).map((n) => ({ releaseId: ids.release(serviceId, `v${n}`), version: `v${n}` })),
});
const anyCommand: fc.Arbitrary<LaneCommand> = fc
  .tuple(anyWork, fc.constantFrom(0, 10, 100), fc.boolean())
  .chain(([{ deployId, release }, percent, named]) => {
    const work = { laneId, now, deployId, ...release };
    return fc.constantFrom<LaneCommand>(
      { type: "OpenLane", ...key },
      { type: "LockLane", ...key, ...work },
      { type: "ServeEveryone", ...key, ...work },
      { type: "TakeLaneForRollback", ...key, deployId, to: named ? release : null, factsOf },
      { type: "RedirectRollback", ...work },
      { type: "UnlockLane", now, laneId, deployId, reason: null },
      { type: "ShiftExposure", ...work, percent, customers: named ? ["Alder Books"] : [] },
      { type: "ProveGood", ...work },
      { type: "FindFaulty", ...work, reason: "errors" },
      { type: "Hold", ...work, reason: "errors" },
      { type: "ReleaseHold", now, laneId, reason: "fixed" },
    );
  });

it("a lane's row says of every history what the domain's state says", () => {
  rowsAreStates({ record: ["lane", laneId], decider: laneDecider, projection: laneProjection, command: anyCommand }, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    const shown = <Value extends object>(value: Value | null | undefined, ...names: readonly (keyof Value)[]) =>
      value === null || value === undefined ? null : Object.fromEntries(names.map((name) => [name, value[name]]));
    const { lock, hold, serving, exposure } = state;
    expect(shown(row?.lock, "deployId", "releaseId", "version", "kind")).toEqual(shown(lock, "deployId", "releaseId", "version", "kind"));
    expect(shown(row?.hold, "deployId", "releaseId", "version", "reason")).toEqual(
      shown(hold, "deployId", "releaseId", "version", "reason"),
    );
    expect(shown(row?.live, "deployId", "releaseId", "version")).toEqual(shown(serving, "deployId", "releaseId", "version"));
    expect(shown(row?.canary, "deployId", "releaseId", "version", "percent", "customers")).toEqual(
      shown(exposure, "deployId", "releaseId", "version", "percent", "customers"),
    );
  });
});
