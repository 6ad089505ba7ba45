import type { PointerEvent } from "react";
import { memo, useMemo, useRef } from "react";
import { brushed, clamped } from "../zoom.ts";
import type { View } from "../zoom.ts";
import { leastMs } from "../useTimelineState.ts";
import styles from "../timeline.module.css";

/** How many entries begin in each of `columns` equal parts of the axis. */
export function density(positions: readonly number[], length: number, columns: number): readonly number[] {
  const counts = new Array<number>(columns).fill(0);
  for (const at of positions) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((at / length) * columns)));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return counts;
}

const height = 22;
const columnWidth = 3;

const Density = memo(function Density({ positions, length, width }: { positions: readonly number[]; length: number; width: number }) {
  const columns = Math.max(1, Math.floor(width / columnWidth));
  const path = useMemo(() => {
    const counts = density(positions, length, columns);
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    return counts
      .map((count, index) => (count === 0 ? "" : `M${index * columnWidth + 1},${height - 3}v${-Math.sqrt(count / most) * (height - 6)}`))
      .join("");
  }, [positions, length, columns]);
  return <path className={styles.density} d={path} />;
});

/** The least drag that is one, pixels; below it a press goes there. */
const clickSlack = 4;

interface Held {
  from: number;
  view: View;
  moved: boolean;
}

/**
 * The whole timeline as a thin strip with the visible stretch on it: hold the stretch to move it, draw another beside it, press to go
 * there.
 */
export function Overview({
  positions, length, view, setView, left, width,
}: {
  positions: readonly number[];
  length: number;
  view: View;
  setView: (view: View) => void;
  left: number;
  width: number;
}) {
  const held = useRef<Held | null>(null);
  const at = (event: PointerEvent<SVGSVGElement>): number =>
    ((event.clientX - event.currentTarget.getBoundingClientRect().left) / width) * length;
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    held.current = { from: at(event), view, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    const drag = held.current;
    if (drag === null) return;
    drag.moved ||= (Math.abs(at(event) - drag.from) / length) * width > clickSlack;
    if (drag.moved) setView(brushed(drag.view, { from: drag.from, to: at(event) }, { length, least: leastMs }));
  };
  const end = (): void => {
    const drag = held.current;
    held.current = null;
    if (drag === null || drag.moved) return;
    const half = (view.to - view.from) / 2;
    setView(clamped({ from: drag.from - half, to: drag.from + half }, length, leastMs));
  };
  const from = (view.from / length) * width;
  const to = (view.to / length) * width;
  return (
    <svg
      className={styles.overview}
      width={width}
      height={height}
      style={{ marginLeft: left }}
      aria-hidden
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => {
        held.current = null;
      }}
    >
      <Density positions={positions} length={length} width={width} />
      <rect className={styles.window} x={from} y={0.5} width={Math.max(4, to - from)} height={height - 1} rx={3} />
    </svg>
  );
}
