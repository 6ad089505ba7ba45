import type { RelatedChange } from "./incidentDocuments.ts";

/** What became of a change, or what going back would do: it is undone already, it can be undone now, or neither. */
export type Undo = { kind: "none" } | { kind: "undone"; sentence: string } | { kind: "offered"; sentence: string; lastMs: number | null; target: string };

const undoneStates: ReadonlySet<string> = new Set(["rolledBack", "aborted", "done"]);

/** Undoing is offered only while the release still reaches somebody: any further back would undo something else. */
export function undoOf({ deploy, link }: Pick<RelatedChange, "deploy" | "link">): Undo {
  if (undoneStates.has(deploy.state)) return { kind: "undone", sentence: deploy.sentence };
  const { allowed, from, target, sentence, lastDurationMs } = deploy.lane.rollbackPreview;
  if (link === "ruledOut" || !allowed || from?.version !== deploy.version || target === null) return { kind: "none" };
  return { kind: "offered", sentence, lastMs: lastDurationMs, target: target.version };
}
