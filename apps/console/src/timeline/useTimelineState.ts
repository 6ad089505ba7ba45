import { useMemo } from "react";
import { parseLanes } from "./filter.ts";
import type { Lane } from "./entry.ts";
import type { Axis } from "./axis.ts";
import { clamped, fitted, isFitted } from "./zoom.ts";
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

/** The zoomed part of the axis, kept in the URL as `zoom=from..to` so that a link shows the same stretch. */
export function useView(axis: Axis): [view: View, set: (view: View) => void] {
  const [zoom, setZoom] = useUrlValue("zoom");
  const view = useMemo(() => {
    const [from, to] = (zoom ?? "").split("..").map((text) => Date.parse(text));
    if (from === undefined || to === undefined || !(to > from)) return fitted(axis.length);
    return clamped({ from: axis.toAxis(from), to: axis.toAxis(to) }, axis.length, leastMs);
  }, [zoom, axis]);
  const set = (next: View): void => {
    if (isFitted(next, axis.length)) return setZoom(null);
    const iso = (at: number): string => new Date(Math.round(axis.toTime(at))).toISOString();
    setZoom(`${iso(next.from)}..${iso(next.to)}`);
  };
  return [view, set];
}
