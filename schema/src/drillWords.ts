import type { DrillMark, DrillMarkName } from "./events/drill.ts";
import { duration, share } from "./words.ts";

/** What each mark of a drill is called. */
export const drillMarkWords: Readonly<Record<DrillMarkName, string>> = {
  acknowledged: "Answered", commander: "Somebody commands", firstUpdate: "First update", updatesOnTime: "Updates on time",
  roles: "Roles filled", checklist: "Checklist done", finished: "Resolved in its time",
};

/** How one of them went: `2 m 4 s of 5 min`, `never, 5 min allowed`, `1 of 2`, `3 of 4, the last of them after 12 min`. */
export function drillMarkResult({ met, of, tookMs, goalMs }: Pick<DrillMark, "met" | "of" | "tookMs" | "goalMs">): string {
  if (goalMs === null) return `${String(met)} of ${String(of)}${tookMs === null ? "" : `, the last of them after ${duration(tookMs)}`}`;
  return tookMs === null ? `never, ${duration(goalMs)} allowed` : `${duration(tookMs)} of ${duration(goalMs)}`;
}

/** A score from 0 to 1 in percent; `–` where there is none. Never rounded up to all of it. */
export const drillScore = (score: number | null | undefined): string =>
  share(score === null || score === undefined ? null : Math.floor(score * 100) * 1_000);
