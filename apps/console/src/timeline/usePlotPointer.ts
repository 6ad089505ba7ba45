import { useEffect, useEffectEvent, useState } from "react";
import type { PointerEvent, RefObject } from "react";
import { panned, zoomedAt } from "./zoom.ts";
import type { View } from "./zoom.ts";
import { leastMs } from "./useTimelineState.ts";

/** What pointers act on: the part of the element where time runs, and the view of it. */
export interface Plot {
  element: RefObject<HTMLElement | null>;
  /** Pixels from the element's left to the beginning of time. */
  left: number;
  width: number;
  view: View;
  length: number;
  setView: (view: View) => void;
  /** A press that was no drag, on the mark with this key or on nothing. */
  pressed: (key: string | null) => void;
}

interface Drag {
  kind: "brush" | "pan";
  from: number;
  to: number;
  key: string | null;
  view: View;
}

const clickSlack = 4;

function keyAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest("[data-key]")?.getAttribute("data-key") ?? null) : null;
}

/** What a turn of the wheel does: the page's own scrolling unless somebody asks for more by a key, or moves sideways. */
export function wheelTurn({
  deltaX, deltaY, ctrlKey, metaKey, shiftKey,
}: Pick<WheelEvent, "deltaX" | "deltaY" | "ctrlKey" | "metaKey" | "shiftKey">):
  { kind: "scroll" } | { kind: "pan"; by: number } | { kind: "zoom"; factor: number } {
  // A pinch on a touchpad comes as a wheel with Ctrl.
  if (ctrlKey || metaKey) return { kind: "zoom", factor: Math.exp(deltaY * 0.0022) };
  if (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) return { kind: "pan", by: deltaX === 0 ? deltaY : deltaX };
  return { kind: "scroll" };
}

function useWheel(plot: Plot): void {
  const onWheel = useEffectEvent((event: WheelEvent): void => {
    const { view, length, width, left } = plot;
    const span = view.to - view.from;
    const element = plot.element.current;
    const turn = wheelTurn(event);
    if (element === null || width === 0 || turn.kind === "scroll") return;
    event.preventDefault();
    if (turn.kind === "pan") return plot.setView(panned(view, (turn.by / width) * span, length));
    const x = event.clientX - element.getBoundingClientRect().left - left;
    const position = view.from + (Math.min(width, Math.max(0, x)) / width) * span;
    plot.setView(zoomedAt(view, turn.factor, { position, length, least: leastMs }));
  });
  useEffect(() => {
    const element = plot.element.current;
    if (element === null) return undefined;
    const wheel = (event: WheelEvent): void => onWheel(event);
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [plot.element]);
}

/** The wheel zooms while Ctrl is held, a drag over the lanes brushes, a drag over the axis or by touch moves, a press opens. */
export function usePlotPointer(plot: Plot, axisHeight: number) {
  const [drag, setDrag] = useState<Drag | null>(null);
  useWheel(plot);
  const xOf = (event: PointerEvent): number => event.clientX - (plot.element.current?.getBoundingClientRect().left ?? 0) - plot.left;
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button") !== null)) return;
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const from = xOf(event);
    const kind = event.pointerType === "touch" || y < axisHeight ? "pan" : "brush";
    if (from >= 0) setDrag({ kind, from, to: from, key: keyAt(event.target), view: plot.view });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (drag === null) return;
    const to = xOf(event);
    if (Math.abs(to - drag.from) > clickSlack) event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ ...drag, to });
    if (drag.kind === "pan")
      plot.setView(panned(drag.view, ((drag.from - to) / plot.width) * (drag.view.to - drag.view.from), plot.length));
  };
  const onPointerUp = (): void => {
    if (drag === null) return;
    setDrag(null);
    const [low, high] = [Math.max(0, Math.min(drag.from, drag.to)), Math.min(plot.width, Math.max(drag.from, drag.to))];
    if (high - low <= clickSlack) return plot.pressed(drag.key);
    if (drag.kind === "pan") return;
    const span = plot.view.to - plot.view.from;
    const at = (x: number): number => plot.view.from + (x / plot.width) * span;
    plot.setView({ from: at(low), to: Math.max(at(high), at(low) + leastMs) });
  };
  const brush =
    drag?.kind === "brush" && Math.abs(drag.to - drag.from) > clickSlack
      ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }
      : null;
  return { brush, dragging: drag !== null, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: () => setDrag(null) } };
}
