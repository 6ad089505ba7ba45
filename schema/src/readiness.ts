// What readiness is said in, for log, API, console and command line. Without zod, so that a browser can have it.

/** What the log itself can tell of a service. */
export const factKinds = [
  "rollbackTried", "objectiveSet", "ownerSet", "respondersSet", "runbookLinked", "runbookRead", "respondersTrained", "commandersTrained",
  "policiesAcknowledged", "technologiesListed", "lensAnswered",
] as const;
export type FactKind = (typeof factKinds)[number];

/** What each of them looks at. */
export const factWords: Readonly<Record<FactKind, string>> = {
  rollbackTried: "a rollback was carried out",
  objectiveSet: "an objective names the service",
  ownerSet: "somebody who is here answers for it",
  respondersSet: "a rotation with people in it is paged",
  runbookLinked: "it is written where to read what to do",
  runbookRead: "everybody who is paged has read what is written there",
  respondersTrained: "everybody who is paged has every training for responders",
  commandersTrained: "everybody who takes command has every training for commanders",
  policiesAcknowledged: "its people have acknowledged the policies that hold for them",
  technologiesListed: "everything that it is known to be made with is on the list",
  lensAnswered: "each high risk of its lens is on the register, and a milestone was set",
};

/** Facts that happen at a moment: a check may say how old that may be. */
export const agingFacts: readonly FactKind[] = ["rollbackTried", "runbookRead", "lensAnswered"];

/** How a service stands with one check: `overdue` was met once, or in part; `exempt` counts as met. */
export const checkStates = ["met", "exempt", "overdue", "open"] as const;
export type CheckState = (typeof checkStates)[number];

/** How a service stands with all of them: nearly, while nothing is open. */
export const readinessStates = ["ready", "nearly", "notReady"] as const;
export type ReadinessState = (typeof readinessStates)[number];

/** Where a technology stands on the list. */
export const technologyStatuses = ["core", "allowed", "exception", "offList"] as const;
export type TechnologyStatus = (typeof technologyStatuses)[number];

/** Where it is known from what a service is made with: somebody says so, or a file does. */
export const usageSources = ["statement", "lockFile", "sbom"] as const;
export type UsageSource = (typeof usageSources)[number];

/** Whom a training, or a policy, is for. */
export const audiences = ["everybody", "responders", "commanders"] as const;
export type TrainedFor = (typeof audiences)[number];
