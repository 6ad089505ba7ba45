import { scaleLinear } from "d3-scale";
import type { Stretch } from "./gaps.ts";

/**
 * Time with its idle gaps folded. Positions on the axis are milliseconds of what is left plus a fixed stretch per fold,
 * from 0 to `length`.
 */
export interface Axis {
  readonly window: Stretch;
  readonly gaps: readonly Stretch[];
  readonly length: number;
  /** Epoch milliseconds to a position on the axis; goes on in a straight line outside the window. */
  toAxis: (ms: number) => number;
  /** A position on the axis back to epoch milliseconds. */
  toTime: (position: number) => number;
}

/** The share of the unfolded time that each fold keeps, so that it can be seen and pressed. */
const foldShare = 0.022;

/** The axis of a window with the given gaps folded. Gaps are in order and inside the window. */
export function foldedAxis(window: Stretch, gaps: readonly Stretch[]): Axis {
  const active = gaps.reduce((rest, gap) => rest - (gap.to - gap.from), window.to - window.from);
  const fold = Math.max(1, active * foldShare);
  const domain: number[] = [window.from];
  const range: number[] = [0];
  let position = 0;
  let before = window.from;
  const add = (ms: number, width: number): void => {
    position += width;
    if (ms > before) {
      domain.push(ms);
      range.push(position);
    }
    before = ms;
  };
  for (const gap of gaps) {
    add(gap.from, gap.from - before);
    add(gap.to, Math.min(fold, gap.to - gap.from));
  }
  add(window.to, window.to - before);
  const scale = scaleLinear(domain, range);
  return { window, gaps, length: position, toAxis: (ms) => scale(ms), toTime: (at) => scale.invert(at) };
}
