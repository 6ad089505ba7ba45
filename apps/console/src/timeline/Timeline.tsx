import Drawer from "@mui/material/Drawer";
import { useCallback, useMemo, useState } from "react";
import { EmptyState } from "../marks/States.tsx";
import { useZone } from "../marks/zone.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { toggledLanes } from "./filter.ts";
import type { ImpactInterval, ImpactSeries, Milestones, TimelineEntry, TimeWindow } from "./entry.ts";
import { foldedWords } from "./gaps.ts";
import { momentWords } from "./names.ts";
import type { Scene } from "./useScene.ts";
import { stretchOf } from "./scene.ts";
import type { SceneItem } from "./scene.ts";
import { steered } from "./steer.ts";
import type { Step } from "./steer.ts";
import type { TickNaming } from "./ticks.ts";
import styles from "./timeline.module.css";
import { useScene } from "./useScene.ts";
import { useWidth } from "./useSize.ts";
import { leastMs, useTimelineState, useView } from "./useTimelineState.ts";
import type { TimelineState, TimeMode } from "./useTimelineState.ts";
import { Chart, gutter } from "./view/Chart.tsx";
import { EntryDrawer } from "./view/EntryDrawer.tsx";
import type { DrawerParts } from "./view/EntryDrawer.tsx";
import { EntryTable } from "./view/EntryTable.tsx";
import { Overview } from "./view/Overview.tsx";
import { Filters, KnownAtSlider, Toolbar, ZoomButtons } from "./view/Toolbar.tsx";
import { fitted, isFitted, revealed, zoomedAt } from "./zoom.ts";
import type { View } from "./zoom.ts";

/** The incident's timeline. Keep `entries`, `window`, `marks` and `impact` stable with `useMemo`. */
export interface TimelineProps extends DrawerParts {
  entries: readonly TimelineEntry[];
  window: TimeWindow;
  marks: Milestones;
  impact?: { series?: ImpactSeries; intervals?: readonly ImpactInterval[] };
  /** Where the slider stands, from `useKnownAt()`; `null` = now. */
  knownAt: string | null;
  onKnownAt: (at: string | null) => void;
}

const none: readonly ImpactInterval[] = [];

function namingOf(mode: TimeMode, marks: Milestones, window: TimeWindow): TickNaming {
  if (mode === "since") return { kind: "since", start: Date.parse(marks.impactStart ?? window.from) };
  return { kind: "clock", zone: mode };
}

/** Moves the keyboard's focus and opens entries, bringing them into view. */
function useSteering(scene: Scene, state: TimelineState, view: { current: View; set: (view: View) => void }) {
  const [focused, setFocused] = useState<string | null>(state.open);
  const byKey = useMemo(() => new Map(scene.items.map((item) => [item.key, item])), [scene.items]);
  const focus = (key: string): void => {
    const item = byKey.get(key);
    if (item === undefined) return;
    setFocused(key);
    view.set(revealed(view.current, item.from, scene.axis.length));
  };
  const step = (step: Step, from: string | null = focused): SceneItem | undefined => {
    const stops = scene.items.map((item) => ({ key: item.key, lane: item.entry.lane, at: item.from, keyMoment: item.keyMoment }));
    const next = steered(stops, from, step, scene.lanes.map((lane) => lane.lane));
    if (next !== undefined) focus(next.key);
    return next === undefined ? undefined : byKey.get(next.key);
  };
  return { focused: focused === null ? null : (byKey.get(focused) ?? null), byKey, focus, step };
}

/** A press on a cluster comes closer until its entries part. */
function closerTo(key: string, many: number, scene: Scene, view: View): View {
  const at = scene.items.findIndex((item) => item.key === key);
  const lane = scene.items[at]?.entry.lane;
  const members = scene.items.slice(at).filter((item) => item.entry.lane === lane).slice(0, many);
  const from = members[0]?.from ?? view.from;
  const to = members.at(-1)?.from ?? view.to;
  const span = Math.max(leastMs, (to - from) * 1.6, (view.to - view.from) / 12);
  const middle = (from + to) / 2;
  return revealed({ from: Math.max(0, middle - span / 2), to: Math.min(scene.axis.length, middle + span / 2) }, middle, scene.axis.length);
}

function countWords(scene: Scene, filtered: boolean): string {
  const number = (count: number): string => count.toLocaleString("en-GB");
  const shown = filtered ? `${number(scene.items.length)} shown, ` : "";
  const known = scene.known === scene.total ? `${number(scene.total)} entries` : `${number(scene.known)} of ${number(scene.total)} entries`;
  const folded = foldedWords(scene.axis.gaps);
  return `${shown}${known}${folded === null ? "" : `, ${folded}`}`;
}

/** Lanes over one axis of time, the slider that shows what was known when, the same as a table, and the drawer. */
export function Timeline(props: TimelineProps) {
  const { marks, window, impact, knownAt, onKnownAt } = props;
  const state = useTimelineState();
  const zone = useZone();
  const narrow = useNarrow();
  const [box, boxWidth] = useWidth<HTMLDivElement>();
  const left = narrow ? 0 : gutter;
  const width = Math.max(0, boxWidth - left);
  const moment = knownAt === null ? null : Date.parse(knownAt);
  const filter = useMemo(() => ({ lanes: state.lanes, text: state.text }), [state.lanes, state.text]);
  const scene = useScene({ entries: props.entries, window, milestones: marks, series: impact?.series, intervals: impact?.intervals ?? none, knownAt: moment, filter, folded: state.folded, width, narrow });
  const [view, setView] = useView(scene.axis);
  const steering = useSteering(scene, state, { current: view, set: setView });
  const mode = state.mode ?? zone;
  const naming = useMemo(() => namingOf(mode, marks, window), [mode, marks, window]);
  const { from, to } = stretchOf(window);
  const opened = state.open === null ? undefined : steering.byKey.get(state.open);
  const open = (key: string): void => {
    steering.focus(key);
    state.setOpen(key);
  };
  const slider = <KnownAtSlider from={from} to={to} value={moment} words={(ms) => momentWords(ms, naming)} onChange={(ms) => onKnownAt(ms === null ? null : new Date(ms).toISOString())} />;
  const drawer = opened === undefined ? null : (
    <EntryDrawer entry={opened.entry} known={opened.known} naming={naming} close={() => state.setOpen(null)} step={(step) => { const next = steering.step(step, opened.key); if (next !== undefined) state.setOpen(next.key); }} hrefOf={props.hrefOf} renderEvidence={props.renderEvidence} actions={props.actions} />
  );
  return (
    <div className={styles.frame} data-drawer={drawer !== null && !narrow ? true : undefined}>
      <section className={styles.timeline} aria-label="Timeline">
        <Toolbar state={state} mode={mode} slider={slider} count={countWords(scene, filter.lanes !== null || filter.text !== "")} />
        <Filters present={scene.present} chosen={state.lanes} toggle={(lane) => state.setLanes(toggledLanes(state.lanes, lane, scene.present.map(([each]) => each)))} state={state} />
        <div ref={box}>
          {scene.items.length === 0 && scene.points.length === 0 ? (
            <Nothing filtered={props.entries.length > 0} clear={() => { state.setLanes(null); state.setText(""); }} />
          ) : state.shown === "table" ? (
            <EntryTable items={scene.items} naming={naming} focused={steering.focused?.key ?? null} opened={state.open} focus={steering.focus} open={open} close={() => state.setOpen(null)} />
          ) : width === 0 ? null : (
            <Lanes {...{ scene, view, setView, left, width, state, steering, naming, moment, open }} marks={marks} series={impact?.series} until={moment ?? to} />
          )}
        </div>
      </section>
      {narrow ? <Drawer anchor="bottom" open={drawer !== null} onClose={() => state.setOpen(null)}>{drawer}</Drawer> : drawer}
    </div>
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  if (!filtered) return <EmptyState title="Nothing has happened yet">Alerts, pages, deploys and updates appear here as they are recorded.</EmptyState>;
  return <EmptyState title="No entry fits" action={<button type="button" className={styles.lanePill} onClick={clear}>Show all entries</button>}>The words or lanes chosen leave nothing.</EmptyState>;
}

interface LanesProps {
  scene: Scene;
  view: View;
  setView: (view: View) => void;
  left: number;
  width: number;
  state: TimelineState;
  steering: ReturnType<typeof useSteering>;
  naming: TickNaming;
  moment: number | null;
  open: (key: string) => void;
  marks: Milestones;
  series: ImpactSeries | undefined;
  until: number;
}

function Lanes({ scene, view, setView, left, width, state, steering, naming, moment, open, marks, series, until }: LanesProps) {
  const { axis } = scene;
  const atFit = isFitted(view, axis.length);
  const positions = useMemo(() => scene.items.map((item) => item.from), [scene.items]);
  const zoom = useCallback((factor: number | "fit"): void => {
    if (factor === "fit") return setView(fitted(axis.length));
    setView(zoomedAt(view, factor, { position: steering.focused?.from ?? (view.from + view.to) / 2, length: axis.length, least: leastMs }));
  }, [axis.length, setView, steering.focused, view]);
  const press = (key: string | null, many: number): void => {
    if (key === null) return;
    if (key === "fold") return state.setFolded(false);
    if (many > 1) return setView(closerTo(key, many, scene, view));
    open(key);
  };
  const corner = <ZoomButtons zoom={zoom} fitted={atFit} folded={state.folded && axis.gaps.length === 0 ? null : state.folded} toggleFolds={() => state.setFolded(!state.folded)} />;
  return (
    <>
      <Chart ground={{ axis, view, width, height: scene.height }} left={left} lanes={scene.lanes} milestones={marks} series={series === undefined ? null : { label: series.label, unit: series.unit, points: scene.points }} naming={naming} measure={scene.measure} knownAt={moment} until={until} focused={steering.focused} opened={state.open} itemOf={(key) => steering.byKey.get(key)} setView={setView} press={press} step={steering.step} zoom={zoom} openFocused={() => { if (steering.focused !== null) open(steering.focused.key); }} close={() => state.setOpen(null)} corner={corner} />
      {atFit ? null : <Overview positions={positions} length={axis.length} view={view} setView={setView} left={left} width={width} />}
    </>
  );
}
