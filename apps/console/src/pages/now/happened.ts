import type { Tone } from "../../marks/tone.ts";

const tones: Readonly<Record<string, Tone>> = {
  DeploySucceeded: "good", RollbackCompleted: "good", ReleaseProvedGood: "good", PageAcknowledged: "good", AlertCleared: "good",
  DeployRolledBack: "bad", RollbackFailed: "bad", RollbackEscalated: "bad", IncidentDeclared: "bad", AlertFired: "bad", DeployFailed: "bad",
  RollbackBegan: "attention", DeployHeld: "attention", DeployPaused: "attention", LaneHeld: "attention", PageSent: "attention", PageEscalated: "attention",
  DeployRequested: "planned", IncidentStateChanged: "planned", RoleTaken: "planned", UpdatePosted: "planned", HoldReleased: "planned",
};

/** The shape beside a line of "Just happened". */
export const toneOfEvent = (type: string): Tone => tones[type] ?? "idle";

const health: Readonly<Record<string, { tone: Tone; words: string }>> = {
  healthy: { tone: "good", words: "Healthy" },
  slow: { tone: "attention", words: "Slow" },
  failing: { tone: "bad", words: "Failing" },
  noData: { tone: "idle", words: "No data" },
};

/** A release's health as shape and word; nothing measured is no data, never healthy. */
export const healthOf = (state: string | undefined): { tone: Tone; words: string } => health[state ?? "noData"] ?? { tone: "idle", words: "No data" };
