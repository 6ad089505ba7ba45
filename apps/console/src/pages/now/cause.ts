import { span } from "../../data/words.ts";
import type { NowIncident, SuspectedDeploy } from "./nowDocument.ts";

/** The deploy most likely behind an incident, and how that is known. */
export interface Cause {
  deploy: SuspectedDeploy;
  /** How long before the impact it began, ms; `null` when that is not known. */
  beforeMs: number | null;
  words: "cause" | "suspected cause" | "changed shortly before";
}

const strength: Readonly<Record<string, number>> = { caused: 3, contributed: 2, suspected: 1 };

/** What somebody linked as the cause comes before what only correlates; what was ruled out never comes. */
export function causeOf({ links, relatedChanges }: Pick<NowIncident, "links" | "relatedChanges">): Cause | null {
  const before = (id: string): number | null => relatedChanges.find(({ deploy }) => deploy.id === id)?.beforeStartMs ?? null;
  const linked = links
    .flatMap(({ type, record }) => (record?.__typename === "Deploy" && strength[type] !== undefined ? [{ type, deploy: record }] : []))
    .toSorted((a, b) => (strength[b.type] ?? 0) - (strength[a.type] ?? 0))[0];
  if (linked !== undefined) return { deploy: linked.deploy, beforeMs: before(linked.deploy.id), words: linked.type === "suspected" ? "suspected cause" : "cause" };
  const ruledOut = new Set(links.filter(({ type }) => type === "ruledOut").map(({ recordId }) => recordId));
  const related = relatedChanges.filter(({ deploy }) => !ruledOut.has(deploy.id)).toSorted((a, b) => b.score - a.score)[0];
  return related === undefined ? null : { deploy: related.deploy, beforeMs: related.beforeStartMs, words: "changed shortly before" };
}

/** `began 3 min before`, `began as it started`, `began 2 min after the start`. */
export function beganWords(beforeMs: number | null): string {
  if (beforeMs === null) return "";
  if (Math.abs(beforeMs) < 1_000) return "began as it started";
  const size = Math.abs(beforeMs);
  const length = span(size < 60_000 ? size : Math.round(size / 60_000) * 60_000);
  return beforeMs > 0 ? `began ${length} before` : `began ${length} after the start`;
}

/** Where going back leads; only while the suspected release still reaches somebody: any further would undo something else. */
export function undoTarget({ deploy }: Cause): string | null {
  const { allowed, from, target } = deploy.lane.rollbackPreview;
  return allowed && from?.version === deploy.version ? (target?.version ?? null) : null;
}
