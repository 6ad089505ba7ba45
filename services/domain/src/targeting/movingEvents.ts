import type { TargetingEvent } from "@ballast/schema";

/** Events of a flag that move customers (`movesCustomers`); the others are talk about them, requests and ramps. */
export const movingEvents = [
  "TargetingOpened", "FlagRulesSet", "RolloutStepped", "OverrideSet", "OverrideCleared", "FlagReverted", "KillEngaged", "KillsReleased",
] as const satisfies readonly TargetingEvent["type"][];
