import type { LaneEvent } from "@ballast/schema";
import { inPercent } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";

/** How the events of lanes read. */
export const laneSentences: Sentences<LaneEvent> = {
  LaneOpened: ({ serviceId, environment }, { service }) => `${service(serviceId)} ${environment} was opened for deploys`,
  LaneLocked: ({ laneId, version, kind }, { lane }) =>
    `${kind === "rollback" ? "A rollback to" : "A deploy of"} ${version} took ${lane(laneId)}`,
  LaneUnlocked: ({ laneId, reason }, { lane }) => `${lane(laneId)} is free again${because(reason)}`,
  ExposureShifted: ({ laneId, version, percent, customers }, { lane }) =>
    percent === 0 && customers.length === 0
      ? `Nobody is on ${version} in ${lane(laneId)} any more`
      : `${version} serves ${inPercent(percent)} of customers in ${lane(laneId)}${customers.length === 0 ? "" : ` and ${customers.length} by name`}`,
  ReleaseServedEveryone: ({ laneId, version }, { lane }) => `${version} serves everyone in ${lane(laneId)}`,
  ReleaseProvedGood: ({ laneId, version }, { lane }) => `${version} proved good in ${lane(laneId)}`,
  ReleaseFoundFaulty: ({ laneId, version, reason }, { lane }) => `${version} counts as faulty in ${lane(laneId)}${because(reason)}`,
  LaneHeld: ({ laneId, reason }, { lane }) => `Deploys to ${lane(laneId)} are held${because(reason)}`,
  HoldReleased: ({ laneId, reason }, { by, lane }) => `${by} released the hold on ${lane(laneId)}${because(reason)}`,
};

/** Whom they concern. */
export const laneTelling: Telling<LaneEvent> = {
  LaneOpened: "followers",
  LaneLocked: "followers",
  LaneUnlocked: "followers",
  ExposureShifted: "followers",
  ReleaseServedEveryone: "everybody",
  ReleaseProvedGood: "followers",
  ReleaseFoundFaulty: "followers",
  LaneHeld: "everybody",
  HoldReleased: "everybody",
};
