import type { PointerEvent, ReactNode } from "react";
import { useState } from "react";
import styles from "./Schedule.module.css";
import { spanBetween, type Span } from "./walking.ts";

interface DrawingProps {
  /** What is seen, ms; nothing is drawn before `now`. */
  window: { from: number; to: number; now: number };
  draw: (span: Span) => void;
  children: ReactNode;
}

/** Below this share of the width it was a press, and no time. */
const LEAST_SHARE = 0.004;

/** A band over which a time is drawn with the mouse. A finger scrolls there, and keys walk the shifts. */
export function Drawing({ window, draw, children }: DrawingProps) {
  const [drawn, setDrawn] = useState<readonly [from: number, to: number] | null>(null);
  const shareAt = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return (clientX - left) / width;
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const share = shareAt(event);
    setDrawn([share, share]);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawn !== null) setDrawn([drawn[0], shareAt(event)]);
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawn === null) return;
    setDrawn(null);
    const to = shareAt(event);
    const span = Math.abs(to - drawn[0]) < LEAST_SHARE ? null : spanBetween(drawn[0], to, window);
    if (span !== null) draw(span);
  };
  const seen = drawn === null ? [] : [Math.min(...drawn), Math.max(...drawn)].map((share) => Math.min(1, Math.max(0, share)) * 100);
  const [left = 0, right = 0] = seen;
  return (
    <div
      className={styles.drawing}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => setDrawn(null)}
    >
      {children}
      {drawn === null ? null : <span className={styles.span} style={{ left: `${left}%`, width: `${right - left}%` }} />}
    </div>
  );
}
