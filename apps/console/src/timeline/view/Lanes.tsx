import { useCallback, useMemo } from "react";
import type { ImpactSeries, Milestones } from "../entry.ts";
import type { TickNaming } from "../ticks.ts";
import type { Scene } from "../useScene.ts";
import { closerTo } from "../useSteering.ts";
import type { Steering } from "../useSteering.ts";
import { leastMs } from "../useTimelineState.ts";
import type { TimelineState } from "../useTimelineState.ts";
import { fitted, isFitted, isSame, zoomedAt } from "../zoom.ts";
import type { View } from "../zoom.ts";
import { Chart } from "./Chart.tsx";
import { Overview } from "./Overview.tsx";
import { ZoomButtons } from "./Toolbar.tsx";
import type { ZoomTo } from "./Toolbar.tsx";

/** The scene, the part of it in view, and what the viewer does with it. */
export interface LanesProps {
  scene: Scene;
  view: View;
  setView: (view: View) => void;
  /** The view the timeline opens with: the impact. */
  opening: View;
  left: number;
  width: number;
  state: TimelineState;
  steering: Steering;
  naming: TickNaming;
  moment: number | null;
  open: (key: string) => void;
  marks: Milestones;
  series: ImpactSeries | undefined;
  until: number;
}

function useZoom({ scene, view, setView, opening, steering }: LanesProps): (factor: ZoomTo) => void {
  const { length } = scene.axis;
  return useCallback((factor) => {
    if (factor === "fit") return setView(fitted(length));
    if (factor === "impact") return setView(opening);
    const position = steering.focused?.from ?? (view.from + view.to) / 2;
    setView(zoomedAt(view, factor, { position, length, least: leastMs }));
  }, [length, opening, setView, steering.focused, view]);
}

/** The lanes with their zoom, and the whole as a strip under them. */
export function Lanes(props: LanesProps) {
  const { scene, view, setView, left, width, state, steering, naming, moment, open, marks, series, until } = props;
  const { axis } = scene;
  const atFit = isFitted(view, axis.length);
  const positions = useMemo(() => scene.items.map((item) => item.from), [scene.items]);
  const zoom = useZoom(props);
  const press = (key: string | null, many: number): void => {
    if (key === null) return;
    if (key === "fold") return state.setFolded(false);
    if (many > 1) return setView(closerTo({ key, many }, scene, view));
    open(key);
  };
  const folded = state.folded && axis.gaps.length === 0 ? null : state.folded;
  return (
    <>
      <Chart
        {...{ left, naming, setView, press, zoom, until }}
        ground={{ axis, view, width, height: scene.height }}
        whole={atFit}
        lanes={scene.lanes}
        milestones={marks}
        series={series === undefined ? null : { label: series.label, unit: series.unit, points: scene.points }}
        measure={scene.measure}
        knownAt={moment}
        focused={steering.focused}
        opened={state.open}
        itemOf={(key) => steering.byKey.get(key)}
        step={steering.step}
        openFocused={() => { if (steering.focused !== null) open(steering.focused.key); }}
        close={() => state.setOpen(null)}
        corner={
          <ZoomButtons
            zoom={zoom}
            fitted={atFit}
            atImpact={isSame(view, props.opening)}
            folded={folded}
            toggleFolds={() => state.setFolded(!state.folded)}
          />
        }
      />
      <Overview positions={positions} length={axis.length} view={view} setView={setView} left={left} width={width} />
    </>
  );
}
