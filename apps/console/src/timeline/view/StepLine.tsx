import type { SceneLane } from "../scene.ts";
import { stretchPaths } from "../steps.ts";
import type { Stretch } from "../steps.ts";
import styles from "../timeline.module.css";
import type { View } from "../zoom.ts";

/** What stands over the line, and under it, pixels. */
const [over, under] = [16, 2];

/** One stretch of a step line in its row; what is not known yet is dashed, as marks are. */
export function StepLine({
  stretch, lane, view, width, knownTo,
}: {
  stretch: Stretch;
  lane: Pick<SceneLane, "rowsTop" | "rowHeight">;
  view: View;
  width: number;
  knownTo: number | null;
}) {
  const scale = width / (view.to - view.from);
  const [x0, x1] = [(stretch.from - view.from) * scale, (stretch.to - view.from) * scale];
  if (x1 < -1 || x0 > width + 1) return null;
  const top = lane.rowsTop + stretch.row * lane.rowHeight;
  const box = { x0: Math.max(-2, x0), x1: Math.min(width + 2, x1), top: top + over, bottom: top + lane.rowHeight - under };
  const { line, area } = stretchPaths(x0 < -2 ? { before: null, level: stretch.level } : stretch, box);
  return (
    <g
      className={styles.entry}
      data-tone={stretch.tone}
      data-unknown={(!stretch.known && (knownTo === null || stretch.from <= knownTo)) || undefined}
      pointerEvents="none"
    >
      {area === "" ? null : <path className={styles.stepArea} d={area} />}
      <path className={styles.stepLine} d={line} />
    </g>
  );
}
