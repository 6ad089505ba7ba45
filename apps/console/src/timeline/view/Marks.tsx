import { memo } from "react";
import type { Tone } from "../../marks/tone.ts";
import type { Label } from "../labels.ts";
import { placeLabels } from "../labels.ts";
import type { Measure } from "../measure.ts";
import type { SceneItem, SceneLane } from "../scene.ts";
import { stepOf, stretchesOf } from "../steps.ts";
import { visible } from "../visible.ts";
import type { Drawn } from "../visible.ts";
import type { View } from "../zoom.ts";
import styles from "../timeline.module.css";
import { StepLine } from "./StepLine.tsx";

const severity: readonly Tone[] = ["bad", "attention", "planned", "info", "good", "idle"];
const barHeight = 17;
/** Over a step line stands its name. */
const nameHeight = 14;

function worst(items: readonly SceneItem[]): Tone {
  return severity.find((tone) => items.some((item) => item.entry.tone === tone)) ?? "idle";
}

function short(count: number): string {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
}

function textOf(drawn: Drawn<SceneItem>): string {
  return drawn.shape === "cluster" ? "" : drawn.items[0].title;
}

/** Names for one lane's marks, row by row. */
function labelled(drawn: readonly Drawn<SceneItem>[], width: number, measure: Measure): ReadonlyMap<Drawn<SceneItem>, Label> {
  const found = new Map<Drawn<SceneItem>, Label>();
  for (const row of Map.groupBy(drawn, (each) => each.row).values()) {
    const marks = row.map((each) => ({ x0: each.x0, x1: each.x1, bar: each.shape === "bar", text: textOf(each) }));
    for (const [index, label] of placeLabels(marks, { from: 2, to: width - 4 }, measure).entries()) {
      const mark = row[index];
      if (mark !== undefined && label !== null) found.set(mark, label);
    }
  }
  return found;
}

function Shape({ drawn, middle }: { drawn: Drawn<SceneItem>; middle: number }) {
  const x = (drawn.x0 + drawn.x1) / 2;
  switch (drawn.shape) {
    case "bar":
      return (
        <rect
          className={styles.bar}
          x={drawn.x0 + 0.5}
          y={middle - barHeight / 2}
          width={Math.max(4, drawn.x1 - drawn.x0 - 1)}
          height={barHeight}
          rx={4}
        />
      );
    case "diamond":
      return <path className={styles.mark} d={`M${x},${middle - 6}l6,6l-6,6l-6,-6z`} />;
    case "circle":
      return <circle className={styles.mark} cx={x} cy={middle} r={4.6} />;
    case "cluster":
      return (
        <>
          <rect
            className={styles.cluster}
            x={x - Math.max(10, (drawn.x1 - drawn.x0) / 2)}
            y={middle - 8}
            width={Math.max(20, drawn.x1 - drawn.x0)}
            height={16}
            rx={8}
          />
          <text className={styles.count} x={x} y={middle + 3.5} textAnchor="middle">
            {short(drawn.items.length)}
          </text>
        </>
      );
  }
}

/** How a lane is drawn now. */
export interface LaneMarksProps {
  lane: SceneLane;
  view: View;
  width: number;
  measure: Measure;
  focused: string | null;
  opened: string | null;
  /** Where the slider stands on the axis, `null` = now. What lies right of it is under the veil already. */
  knownTo: number | null;
}

function Ring({ drawn, middle, strong }: { drawn: Drawn<SceneItem>; middle: number; strong: boolean }) {
  return (
    <rect
      className={strong ? styles.ringOpen : styles.ring}
      x={drawn.x0 - 3}
      y={middle - 11}
      width={drawn.x1 - drawn.x0 + 6}
      height={22}
      rx={6}
    />
  );
}

/** The marks and names of one lane: only what the view shows. */
export const LaneMarks = memo(function LaneMarks({ lane, view, width, measure, focused, opened, knownTo }: LaneMarksProps) {
  const drawn = visible(lane.items, view, width);
  const labels = labelled(drawn, width, measure);
  const stretches = stretchesOf(lane.items);
  return (
    <g>
      {stretches.map((stretch) => (
        <StepLine key={stretch.key} stretch={stretch} lane={lane} view={view} width={width} knownTo={knownTo} />
      ))}
      {drawn.map((each) => {
        const first = each.items[0];
        const top = lane.rowsTop + each.row * lane.rowHeight;
        const isStep = each.shape === "bar" && stepOf(first.entry) !== null;
        const middle = isStep ? top + nameHeight / 2 : top + lane.rowHeight / 2;
        const label = labels.get(each);
        const holds = (key: string | null): boolean => key !== null && each.items.some((item) => item.key === key);
        return (
          <g
            key={first.key}
            data-key={first.key}
            data-many={each.items.length > 1 ? each.items.length : undefined}
            data-tone={worst(each.items)}
            data-unknown={(!first.known && (knownTo === null || first.from <= knownTo)) || undefined}
            className={styles.entry}
          >
            {isStep
              ? <rect className={styles.stepHit} x={each.x0} y={top} width={Math.max(4, each.x1 - each.x0)} height={lane.rowHeight} />
              : <Shape drawn={each} middle={middle} />}
            {each.items.some(({ entry }) => entry.said !== undefined)
              ? <circle className={styles.said} cx={each.x0 + 1} cy={middle - 7} r={3.5} />
              : null}
            {label === undefined ? null : (
              <text className={label.place === "inside" ? styles.inside : styles.beside} x={label.x} y={middle + 3.8}>
                {label.text}
              </text>
            )}
            {holds(opened) ? (
              <Ring drawn={each} middle={middle} strong />
            ) : holds(focused) ? (
              <Ring drawn={each} middle={middle} strong={false} />
            ) : null}
          </g>
        );
      })}
    </g>
  );
});
