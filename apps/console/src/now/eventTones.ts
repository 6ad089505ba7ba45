import { own } from "@ballast/schema/own";
import type { Tone } from "../marks/tone.ts";

const tones: Readonly<Record<string, Tone>> = {
  DeploySucceeded: "good", RollbackCompleted: "good", ReleaseServedEveryone: "good", ReleaseProvedGood: "good", PageAcknowledged: "good", AlertCleared: "good",
  DeployRolledBack: "bad", DeployFailed: "bad", RollbackFailed: "bad", RollbackEscalated: "bad", IncidentDeclared: "bad", IncidentReopened: "bad", SeveritySet: "bad", AlertFired: "bad", PageEscalated: "bad", PageUnanswered: "bad", PageSent: "bad",
  RollbackBegan: "attention", DeployHeld: "attention", DeployPaused: "attention", LaneHeld: "attention", ReviewMarkedDue: "attention", DeployRunReplaced: "attention", ResponseRunReplaced: "attention", PageRunReplaced: "attention",
  DeployAborted: "planned", DeployCancelled: "planned", DeployAbortRequested: "planned", IncidentStateChanged: "planned", IncidentMerged: "planned", RoleTaken: "planned", UpdatePosted: "planned", HoldReleased: "planned", OverrideAdded: "planned", ReviewHeld: "planned",
  DeployRequested: "info", DeployResumed: "info", StepPromoted: "info", ReleaseRecorded: "info", DeployObserved: "info",
};

/** The shape beside a line of the log: what it means, not what kind it is. */
export function eventTone(type: string): Tone {
  return own(tones, type) ?? "idle";
}
