import { duration } from "@ballast/schema/words";
import type { NowIncident, SuspectedDeploy } from "./nowDocument.ts";

/** The deploy most likely behind an incident, and how that is known. */
export interface Cause {
  deploy: SuspectedDeploy;
  /** How long before the impact it began, ms. */
  beforeMs: number;
  words: "cause" | "suspected cause" | "changed shortly before";
}

/** The most suspect of the related changes; what was ruled out never is. */
export function causeOf({ relatedChanges: [first] }: Pick<NowIncident, "relatedChanges">): Cause | null {
  if (first === undefined || first.link === "ruledOut") return null;
  const words = first.link === null ? "changed shortly before" : first.link === "suspected" ? "suspected cause" : "cause";
  return { deploy: first.deploy, beforeMs: first.beforeStartMs, words };
}

/** `began 3 min before`, `began as it started`, `began 2 min after the start`. */
export function beganWords(beforeMs: number): string {
  if (Math.abs(beforeMs) < 1_000) return "began as it started";
  const size = Math.abs(beforeMs);
  const length = duration(size < 60_000 ? size : Math.round(size / 60_000) * 60_000);
  return beforeMs > 0 ? `began ${length} before` : `began ${length} after the start`;
}

/** Where going back leads; only while the suspected release still reaches somebody: any further would undo something else. */
export function undoTarget({ deploy }: Cause): string | null {
  const { allowed, from, target } = deploy.lane.rollbackPreview;
  return allowed && from?.version === deploy.version ? (target?.version ?? null) : null;
}
