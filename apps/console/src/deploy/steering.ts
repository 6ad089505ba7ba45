import { duration, inPercent } from "@ballast/schema/words";
import type { DeployRecord } from "./deployDocuments.ts";
import { isMoving, stepReach } from "../rollout/deployStates.ts";

/** The ways a person steers a deploy. */
export type Steer = "pause" | "resume" | "promote" | "promoteFull" | "abort" | "cancel" | "liftHold";

/** A way to steer as its button and dialog say it. */
export interface Steering {
  steer: Steer;
  button: string;
  /** What the dialog's button says: exactly what will happen. */
  does: string;
  preview: readonly string[];
  danger: boolean;
  /** A reason has to be given. */
  reasoned: boolean;
}

type Facts = Pick<
  DeployRecord,
  "state" | "kind" | "steps" | "currentStep" | "version" | "fromVersion" | "service" | "environment" | "percent" | "heldBy" | "endedAt"
>;

function nextWords(deploy: Facts): string {
  const at = deploy.currentStep ?? -1;
  const next = deploy.steps[at + 1];
  return next === undefined ? "the soak" : stepReach(next, deploy.steps[at]?.percent ?? 0);
}

const ways: Readonly<Record<Steer, (deploy: Facts) => Steering>> = {
  pause: ({ percent, version }) => ({
    steer: "pause",
    button: "Pause",
    does: `Pause at ${inPercent(percent ?? 0)}`,
    danger: false,
    reasoned: false,
    preview: [
      `${version} keeps serving ${inPercent(percent ?? 0)} of customers; the clock of this step stops.`,
      "The judge goes on looking: a failing verdict still takes it back.",
    ],
  }),
  resume: (deploy) => ({
    steer: "resume", button: "Resume", does: "Resume the deploy", danger: false, reasoned: false,
    preview: ["The clock of this step goes on where it stopped.", `After it comes ${nextWords(deploy)}.`],
  }),
  promote: (deploy) => ({
    steer: "promote",
    button: `Promote to ${nextWords(deploy)}`,
    does: `Promote ${deploy.version} to ${nextWords(deploy)} now`,
    danger: false,
    reasoned: false,
    preview: [
      `This step ends now instead of baking ${duration(deploy.steps[deploy.currentStep ?? 0]?.bakeMs ?? 0)}.`,
      "A failing verdict is never overridden.",
    ],
  }),
  promoteFull: ({ version }) => ({
    steer: "promoteFull", button: "Promote to everyone", does: `Promote ${version} to everyone now`, danger: true, reasoned: true,
    preview: ["All further steps and the soak are skipped.", "A failing verdict is never overridden."],
  }),
  abort: ({ version, fromVersion, percent }) => ({
    steer: "abort",
    button: "Abort",
    does: `Abort, back to ${fromVersion ?? "nothing"}`,
    danger: true,
    reasoned: true,
    preview: [
      `${inPercent(percent ?? 0)} of customers go back from ${version} to ${fromVersion ?? "nothing: it is the first release here"}.`,
      "The release is not marked faulty: it can be deployed again.",
    ],
  }),
  cancel: ({ version }) => ({
    steer: "cancel", button: "Cancel", does: `Cancel the deploy of ${version}`, danger: false, reasoned: false,
    preview: ["It has not begun: nobody is served by it. The lane is free again."],
  }),
  liftHold: ({ heldBy }) => ({
    steer: "liftHold",
    button: "Lift the hold",
    does: `Go on although ${heldBy?.reference ?? "an incident"} is open`,
    danger: true,
    reasoned: true,
    preview: ["The deploy goes on with its steps while the incident is open."],
  }),
};

/** The ways open now, the most useful first. A rollback has one direction and none of them. */
export function waysToSteer(deploy: Facts): readonly Steering[] {
  if (deploy.kind !== "deploy" || !isMoving(deploy)) return [];
  const open: readonly Steer[] =
    deploy.state === "waiting" ? ["cancel"]
    : deploy.state === "preparing" ? ["abort"]
    : deploy.state === "held" ? ["liftHold", "abort"]
    : deploy.state === "paused" ? ["resume", "promote", "promoteFull", "abort"]
    : deploy.state === "rollingBack" || deploy.state === "soaking" || deploy.state === "promoting" ? []
    : ["pause", "promote", "promoteFull", "abort"];
  const last = deploy.currentStep !== null && deploy.currentStep === deploy.steps.length - 1;
  return open.filter((steer) => steer !== "promoteFull" || !last).map((steer) => ways[steer](deploy));
}
