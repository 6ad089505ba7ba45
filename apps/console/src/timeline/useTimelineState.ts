import { useMemo } from "react";
import { parseLanes } from "./filter.ts";
import type { Lane } from "./entry.ts";
import type { Axis } from "./axis.ts";
import { clamped, fitted, impactView, isFitted, isSame } from "./zoom.ts";
import type { View } from "./zoom.ts";
import { useUrlValue } from "./useKnownAt.ts";

/** How the axis is named: counted from the start, UTC, or the viewer's zone. */
export type TimeMode = "since" | "utc" | "local";

/** What the viewer has chosen, all of it in the URL. */
export interface TimelineState {
  lanes: readonly Lane[] | null;
  setLanes: (lanes: readonly Lane[] | null) => void;
  text: string;
  setText: (text: string) => void;
  shown: "lanes" | "table";
  setShown: (shown: "lanes" | "table") => void;
  mode: TimeMode | null;
  setMode: (mode: TimeMode) => void;
  open: string | null;
  setOpen: (key: string | null) => void;
  /** `false` = idle time is shown in full. */
  folded: boolean;
  setFolded: (folded: boolean) => void;
}

function modeOf(text: string | null): TimeMode | null {
  return text === "since" || text === "utc" || text === "local" ? text : null;
}

/** Reads and writes `lanes`, `find`, `show`, `time`, `entry` and `idle` of the URL. */
export function useTimelineState(): TimelineState {
  const [lanes, setLanes] = useUrlValue("lanes");
  const [text, setText] = useUrlValue("find");
  const [shown, setShown] = useUrlValue("show");
  const [mode, setMode] = useUrlValue("time");
  const [open, setOpen] = useUrlValue("entry");
  const [idle, setIdle] = useUrlValue("idle");
  return useMemo(() => ({
    lanes: parseLanes(lanes),
    setLanes: (next) => setLanes(next === null ? null : next.join(",")),
    text: text ?? "",
    setText: (next) => setText(next === "" ? null : next),
    shown: shown === "table" ? "table" : "lanes",
    setShown: (next) => setShown(next === "table" ? next : null),
    mode: modeOf(mode),
    setMode,
    open,
    setOpen,
    folded: idle !== "shown",
    setFolded: (next) => setIdle(next ? null : "shown"),
  }), [lanes, text, shown, mode, open, idle, setLanes, setText, setShown, setMode, setOpen, setIdle]);
}

/** The least stretch of time that fills the width when zoomed in as far as it goes. */
export const leastMs = 5_000;

/** How the part of the axis in view is written into the URL. */
const wholeAxis = "all";

/**
 * The part of the axis in view: the impact with what stands around it until somebody looks elsewhere, which is kept in
 * the URL as `zoom=from..to` or `zoom=all`, so that a link shows the same stretch.
 */
export function useView(axis: Axis, impact: { from: number; to: number } | null): { view: View; set: (view: View) => void; opening: View } {
  const [zoom, setZoom] = useUrlValue("zoom");
  const [from, to] = [impact?.from ?? null, impact?.to ?? null];
  const opening = useMemo(
    () => impactView(from === null || to === null ? null : { from: axis.toAxis(from), to: axis.toAxis(to) }, axis.length, leastMs),
    [axis, from, to],
  );
  const view = useMemo(() => {
    if (zoom === wholeAxis) return fitted(axis.length);
    const [start, end] = (zoom ?? "").split("..").map((text) => Date.parse(text));
    if (start === undefined || end === undefined || !(end > start)) return opening;
    return clamped({ from: axis.toAxis(start), to: axis.toAxis(end) }, axis.length, leastMs);
  }, [zoom, axis, opening]);
  const set = (next: View): void => {
    if (isSame(next, opening)) return setZoom(null);
    if (isFitted(next, axis.length)) return setZoom(wholeAxis);
    const iso = (at: number): string => new Date(Math.round(axis.toTime(at))).toISOString();
    setZoom(`${iso(next.from)}..${iso(next.to)}`);
  };
  return { view, set, opening };
}
