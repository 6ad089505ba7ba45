/**
 * Where things stand, in the words that the log, the API, the console and the command line share. Without zod, so that a browser can have
 * it.
 */

/** On its way forward. */
export const deployPhases = ["waiting", "preparing", "shifting", "verifying", "baking", "promoting", "soaking"] as const;
export type DeployPhase = (typeof deployPhases)[number];

/** Where a deploy or rollback is. `observed` ones are another system's; a rollback that was carried out is `done`. */
export const deployStates = [
  ...deployPhases, "paused", "held", "rollingBack", "succeeded", "rolledBack", "rollbackFailed", "aborted", "cancelled", "failed",
  "observed", "escalated", "preempted", "done",
] as const;
export type DeployState = (typeof deployStates)[number];

/** States in which nothing more will come. A rollback that was escalated goes on until it is done; an undo that failed is for people. */
export const endedDeployStates = [
  "succeeded", "rolledBack", "rollbackFailed", "aborted", "cancelled", "failed", "preempted", "done",
] as const satisfies readonly DeployState[];
/** States in which a deploy or rollback of Ballast's own is under way. */
export const movingDeployStates: readonly DeployState[] = deployStates.filter(
  (state) => state !== "observed" && !isEndedDeployState(state),
);

/** Whether nothing more will come, its effect aside. What another system makes never says so by its state alone. */
export function isEndedDeployState(state: string): boolean {
  const ended: readonly string[] = endedDeployStates;
  return ended.includes(state);
}

/** Where one step of a deploy is. */
export const stepStates = ["next", "shifting", "baking", "passed", "failed", "paused", "skipped"] as const;
export type StepState = (typeof stepStates)[number];

/** Where an incident stands. */
export const incidentStates = [
  "triage", "investigating", "fixing", "monitoring", "resolved", "closed", "declined", "merged", "cancelled",
] as const;
export type IncidentState = (typeof incidentStates)[number];

/** States in which people work on it. Between the three after triage it moves in any order. */
export const activeStates: readonly IncidentState[] = ["triage", "investigating", "fixing", "monitoring"];

/** Where an incident can be moved from each state. Merging and reopening are commands of their own. */
export const nextStates: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  triage: ["investigating", "fixing", "monitoring", "resolved", "declined", "cancelled"],
  investigating: ["fixing", "monitoring", "resolved", "cancelled"],
  fixing: ["investigating", "monitoring", "resolved", "cancelled"],
  monitoring: ["investigating", "fixing", "resolved", "cancelled"],
  resolved: ["closed"],
  closed: [],
  declined: [],
  merged: [],
  cancelled: [],
};

/** The moments that an incident's figures count from or to. */
export const milestones = [
  "impactStart", "detected", "firstPageSent", "acknowledged", "commanderAssigned", "mitigated", "resolved",
] as const;
export type Milestone = (typeof milestones)[number];
/** Those that somebody reports; the others follow from what is done: taking command, resolving. */
export const reportedMilestones = [
  "impactStart", "detected", "firstPageSent", "acknowledged", "mitigated",
] as const satisfies readonly Milestone[];
