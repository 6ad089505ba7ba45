import { useMemo, useState } from "react";
import type { SceneItem } from "./scene.ts";
import { steered } from "./steer.ts";
import type { Step } from "./steer.ts";
import type { Scene } from "./useScene.ts";
import { leastMs } from "./useTimelineState.ts";
import { revealed } from "./zoom.ts";
import type { View } from "./zoom.ts";

/** What has the keyboard's focus, and how it moves. */
export interface Steering {
  focused: SceneItem | null;
  byKey: ReadonlyMap<string, SceneItem>;
  /** Focuses an entry and brings it into view. */
  focus: (key: string) => void;
  /** Moves from an entry (by default the focused one) and answers where that led. */
  step: (step: Step, from?: string) => SceneItem | undefined;
}

/** Moves the keyboard's focus over the entries of a scene. */
export function useSteering(scene: Scene, opened: string | null, view: { current: View; set: (view: View) => void }): Steering {
  const [focused, setFocused] = useState<string | null>(opened);
  const byKey = useMemo(() => new Map(scene.items.map((item) => [item.key, item])), [scene.items]);
  const focus = (key: string): void => {
    const item = byKey.get(key);
    if (item === undefined) return;
    setFocused(key);
    view.set(revealed(view.current, item.from, scene.axis.length));
  };
  const step = (step: Step, from: string | null = focused): SceneItem | undefined => {
    const stops = scene.items.map((item) => ({ key: item.key, lane: item.entry.lane, at: item.from, keyMoment: item.keyMoment }));
    const next = steered({ stops, lanes: scene.lanes.map((lane) => lane.lane) }, from, step);
    if (next !== undefined) focus(next.key);
    return next === undefined ? undefined : byKey.get(next.key);
  };
  return { focused: focused === null ? null : (byKey.get(focused) ?? null), byKey, focus, step };
}

/** The view in which the entries of a cluster, named by its first entry and their number, part. */
export function closerTo(cluster: { key: string; many: number }, scene: Scene, view: View): View {
  const at = scene.items.findIndex((item) => item.key === cluster.key);
  const lane = scene.items[at]?.entry.lane;
  const members = scene.items.slice(at).filter((item) => item.entry.lane === lane).slice(0, cluster.many);
  const from = members[0]?.from ?? view.from;
  const to = members.at(-1)?.from ?? view.to;
  const span = Math.max(leastMs, (to - from) * 1.6, (view.to - view.from) / 12);
  const middle = (from + to) / 2;
  return revealed({ from: Math.max(0, middle - span / 2), to: Math.min(scene.axis.length, middle + span / 2) }, middle, scene.axis.length);
}
