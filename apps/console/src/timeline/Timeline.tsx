import Drawer from "@mui/material/Drawer";
import { useMemo } from "react";
import { EmptyState } from "../marks/States.tsx";
import { useNarrow } from "../marks/useNarrow.ts";
import { useZone } from "../marks/zone.ts";
import type { ImpactInterval, ImpactSeries, Milestones, TimelineEntry, TimeWindow } from "./entry.ts";
import { toggledLanes } from "./filter.ts";
import { foldedWords } from "./gaps.ts";
import { momentWords } from "./names.ts";
import { impactOf, stretchOf } from "./scene.ts";
import type { TickNaming } from "./ticks.ts";
import styles from "./timeline.module.css";
import { useScene } from "./useScene.ts";
import type { Scene } from "./useScene.ts";
import { useWidth } from "./useSize.ts";
import { useSteering } from "./useSteering.ts";
import { useTimelineState, useView } from "./useTimelineState.ts";
import type { TimeMode } from "./useTimelineState.ts";
import { gutter } from "./view/Chart.tsx";
import { EntryDrawer } from "./view/EntryDrawer.tsx";
import type { DrawerParts } from "./view/EntryDrawer.tsx";
import { EntryTable } from "./view/EntryTable.tsx";
import { Lanes } from "./view/Lanes.tsx";
import { Filters, KnownAtSlider, Toolbar } from "./view/Toolbar.tsx";

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

function countWords(scene: Scene, filtered: boolean): string {
  const number = (count: number): string => count.toLocaleString("en-GB");
  const shown = filtered ? `${number(scene.items.length)} shown, ` : "";
  const known = scene.known === scene.total ? number(scene.total) : `${number(scene.known)} of ${number(scene.total)}`;
  const folded = foldedWords(scene.axis.gaps);
  return `${shown}${known} entries${folded === null ? "" : `, ${folded}`}`;
}

/** Everything the parts of the timeline share: the viewer's choices, the scene, the view of it, and the focus. */
function useTimeline(props: TimelineProps, plot: { width: number; narrow: boolean }) {
  const { marks, window, impact } = props;
  const state = useTimelineState();
  const zone = useZone();
  const moment = props.knownAt === null ? null : Date.parse(props.knownAt);
  const filter = useMemo(() => ({ lanes: state.lanes, text: state.text }), [state.lanes, state.text]);
  const scene = useScene({
    entries: props.entries,
    window,
    milestones: marks,
    series: impact?.series,
    intervals: impact?.intervals ?? none,
    knownAt: moment,
    filter,
    folded: state.folded,
    ...plot,
  });
  const { view, set: setView, opening } = useView(scene.axis, useMemo(() => impactOf(marks, window), [marks, window]));
  const steering = useSteering(scene, state.open, { current: view, set: setView });
  const mode = state.mode ?? zone;
  const naming = useMemo(() => namingOf(mode, marks, window), [mode, marks, window]);
  const open = (key: string): void => {
    steering.focus(key);
    state.setOpen(key);
  };
  return { state, moment, scene, view, setView, opening, steering, mode, naming, open };
}

type Model = ReturnType<typeof useTimeline>;

function Opened({ model, parts, narrow }: { model: Model; parts: DrawerParts; narrow: boolean }) {
  const { state, steering, naming } = model;
  const item = state.open === null ? undefined : steering.byKey.get(state.open);
  const close = (): void => state.setOpen(null);
  const draw = (known: boolean) => (entry: TimelineEntry) => (
    <EntryDrawer
      {...parts}
      entry={entry}
      known={known}
      naming={naming}
      close={close}
      step={(step) => {
        const next = steering.step(step, entry.id);
        if (next !== undefined) state.setOpen(next.key);
      }}
    />
  );
  const drawer =
    item === undefined ? null : parts.complete === undefined ? draw(item.known)(item.entry) : parts.complete(item.entry, draw(item.known));
  return narrow ? (
    <Drawer anchor="bottom" open={drawer !== null} onClose={close}>
      {drawer}
    </Drawer>
  ) : (
    drawer
  );
}

function Head({ model, props }: { model: Model; props: TimelineProps }) {
  const { state, scene, moment, mode, naming } = model;
  const { from, to } = stretchOf(props.window);
  const slide = (ms: number | null): void => props.onKnownAt(ms === null ? null : new Date(ms).toISOString());
  const slider = <KnownAtSlider from={from} to={to} value={moment} words={(ms) => momentWords(ms, naming)} onChange={slide} />;
  const present = scene.present.map(([lane]) => lane);
  return (
    <>
      <Toolbar state={state} mode={mode} slider={slider} count={countWords(scene, state.lanes !== null || state.text !== "")} />
      <Filters
        present={scene.present}
        chosen={state.lanes}
        toggle={(lane) => state.setLanes(toggledLanes(state.lanes, lane, present))}
        state={state}
      />
    </>
  );
}

function Body({ model, props, plot }: { model: Model; props: TimelineProps; plot: { left: number; width: number } }) {
  const { state, scene, steering, naming, open, moment } = model;
  if (scene.items.length === 0 && scene.points.length === 0) {
    return <Nothing filtered={props.entries.length > 0} clear={() => { state.setLanes(null); state.setText(""); }} />;
  }
  if (state.shown === "table") {
    const focused = steering.focused?.key ?? null;
    return (
      <EntryTable
        items={scene.items}
        naming={naming}
        focused={focused}
        opened={state.open}
        focus={steering.focus}
        open={open}
        close={() => state.setOpen(null)}
      />
    );
  }
  if (plot.width === 0) return null;
  return <Lanes {...model} {...plot} marks={props.marks} series={props.impact?.series} until={moment ?? stretchOf(props.window).to} />;
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  if (!filtered)
    return <EmptyState title="Nothing has happened yet">Alerts, pages, deploys and updates appear here as they are recorded.</EmptyState>;
  return (
    <EmptyState title="No entry fits" action={<button type="button" className={styles.lanePill} onClick={clear}>Show all entries</button>}>
      The words or lanes chosen leave nothing.
    </EmptyState>
  );
}

/** Lanes over one axis of time, the slider that shows what was known when, the same as a table, and the drawer. */
export function Timeline(props: TimelineProps) {
  const narrow = useNarrow();
  const [box, boxWidth] = useWidth<HTMLDivElement>();
  const left = narrow ? 0 : gutter;
  const width = Math.max(0, boxWidth - left);
  const model = useTimeline(props, { width, narrow });
  const opened = model.state.open !== null && model.steering.byKey.has(model.state.open);
  const { hrefOf, complete, actions, voices } = props;
  return (
    <div className={styles.frame} data-drawer={(opened && !narrow) || undefined}>
      <section className={styles.timeline} aria-label="Timeline">
        <Head model={model} props={props} />
        <div ref={box}>
          <Body model={model} props={props} plot={{ left, width }} />
        </div>
      </section>
      <Opened model={model} narrow={narrow} parts={{ hrefOf, complete, actions, voices }} />
    </div>
  );
}
