import type { Page } from "./page.ts";

/** Who wanted to look again at an answered page, and when. */
export interface LookingAgain {
  readonly personId: string;
  readonly at: string;
}

/** The incident of a page, as far as it matters here. */
export interface LookedAt {
  readonly isActive: boolean;
  /** Who commands it; nobody: empty. */
  readonly commander: readonly string[];
}

/**
 * Why somebody who wanted to look again is not called after all, in words; null: they are. It is over, it is somebody else's, or they said
 * something else since.
 */
export function notAgainBecause(page: Page, { isActive, commander }: LookedAt, { personId, at }: LookingAgain): string | null {
  if (page.status === "absent") return "there is no such page any more";
  if (!isActive) return "the incident is over";
  if (page.handedTo !== null) return "it was handed on";
  if (page.lookAgain.get(personId) !== at) return "another moment was said since";
  return commander.length > 0 && !commander.includes(personId) ? "somebody else commands the incident" : null;
}
