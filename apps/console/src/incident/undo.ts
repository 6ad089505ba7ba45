import type { RelatedChange } from "./aroundDocuments.ts";

/** What became of a change, or what going back would do: it is undone already, it can be undone now, or neither. */
export type Undo =
  { kind: "none" } | { kind: "undone"; sentence: string } | { kind: "offered"; sentence: string; lastMs: number | null; target: string };

const undoneStates: ReadonlySet<string> = new Set(["rolledBack", "aborted", "done"]);

const blamed: ReadonlySet<string> = new Set(["caused", "contributed", "suspected"]);

/**
 * What can be undone of each change, the most suspect first. Once the suspect is back, what is live is healthy: going
 * further back is offered only for what somebody blames as well.
 */
export function undosOf(changes: readonly Pick<RelatedChange, "deploy" | "link">[]): readonly Undo[] {
  const [suspect] = changes;
  const isBack = suspect !== undefined && suspect.link !== "ruledOut" && undoneStates.has(suspect.deploy.state);
  return changes.map((change) => {
    const undo = undoOf(change);
    return undo.kind === "offered" && isBack && !blamed.has(change.link ?? "") ? { kind: "none" } : undo;
  });
}

/** Undoing is offered only while the release still reaches somebody: any further back would undo something else. */
export function undoOf({ deploy, link }: Pick<RelatedChange, "deploy" | "link">): Undo {
  if (undoneStates.has(deploy.state)) return { kind: "undone", sentence: deploy.sentence };
  const { allowed, from, target, sentence, lastDurationMs } = deploy.lane.rollbackPreview;
  if (link === "ruledOut" || !allowed || from?.version !== deploy.version || target === null) return { kind: "none" };
  return { kind: "offered", sentence, lastMs: lastDurationMs, target: target.version };
}
