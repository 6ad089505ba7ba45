import type { TargetingEvent } from "@ballast/schema";
import type { OpenTargeting } from "./targeting.ts";
import type { FindingCommand } from "./targetingCommands.ts";

/** What was found out by looking at a flag is written down where it is news. */
export function findStale({ type, now, ...data }: FindingCommand, { stale }: OpenTargeting): readonly TargetingEvent[] {
  return (stale?.why ?? null) === data.why ? [] : [{ type: "FlagFoundStale", data }];
}
