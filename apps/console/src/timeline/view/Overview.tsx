import type { PointerEvent } from "react";
import { memo, useMemo, useRef } from "react";
import { clamped } from "../zoom.ts";
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
    return counts.map((count, index) => (count === 0 ? "" : `M${index * columnWidth + 1},${height - 3}v${-Math.sqrt(count / most) * (height - 6)}`)).join("");
  }, [positions, length, columns]);
  return <path className={styles.density} d={path} />;
});

/** The whole timeline as a thin strip with the visible stretch on it; press or drag to go there. Shown while zoomed in. */
export function Overview({ positions, length, view, setView, left, width }: { positions: readonly number[]; length: number; view: View; setView: (view: View) => void; left: number; width: number }) {
  const held = useRef(false);
  const go = (event: PointerEvent<SVGSVGElement>): void => {
    const at = ((event.clientX - event.currentTarget.getBoundingClientRect().left) / width) * length;
    const half = (view.to - view.from) / 2;
    setView(clamped({ from: at - half, to: at + half }, length, leastMs));
  };
  const from = (view.from / length) * width;
  const to = (view.to / length) * width;
  return (
    <svg className={styles.overview} width={width} height={height} style={{ marginLeft: left }} aria-hidden
      onPointerDown={(event) => { held.current = true; event.currentTarget.setPointerCapture(event.pointerId); go(event); }}
      onPointerMove={(event) => { if (held.current) go(event); }}
      onPointerUp={() => { held.current = false; }}>
      <Density positions={positions} length={length} width={width} />
      <rect className={styles.window} x={from} y={0.5} width={Math.max(4, to - from)} height={height - 1} rx={3} />
    </svg>
  );
}
