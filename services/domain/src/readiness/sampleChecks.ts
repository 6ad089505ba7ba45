import type { ReadinessCheck } from "@ballast/schema";

/** The version of the sample set below: what stands in the log says which one it was made from. */
export const SAMPLE_VERSION = 1;

/** What it is called unless somebody says otherwise. */
export const SAMPLE_NAME = "production checks";

/** What a service that others rely on has to show: to begin with, and to be changed. */
export const sampleChecks: readonly ReadinessCheck[] = [
  {
    checkId: "owner", name: "Owner", asks: "Does somebody who is here answer for it?",
    ground: { on: "fact", fact: "ownerSet", days: null },
  },
  {
    checkId: "runbook", name: "Runbook", asks: "Has somebody of the team read the runbook, and tried what it says?",
    ground: { on: "statement", days: 180 },
  },
  {
    checkId: "rollback", name: "Rollback tried", asks: "Was a rollback carried out lately?",
    ground: { on: "fact", fact: "rollbackTried", days: 90 },
  },
  {
    checkId: "objective", name: "Objective", asks: "Is it said how available it is to be?",
    ground: { on: "fact", fact: "objectiveSet", days: null },
  },
  {
    checkId: "technologies", name: "Technologies", asks: "Is everything that it is made with on the list?",
    ground: { on: "fact", fact: "technologiesListed", days: null },
  },
  {
    checkId: "policies", name: "Policies", asks: "Have its people acknowledged the policies that hold for them?",
    ground: { on: "fact", fact: "policiesAcknowledged", days: null },
  },
  {
    checkId: "training", name: "Training", asks: "Has everybody who is paged a training that still counts?",
    ground: { on: "fact", fact: "respondersTrained", days: null },
  },
];
