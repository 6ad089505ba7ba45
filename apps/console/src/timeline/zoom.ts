/** The visible part of an axis, in positions on it. */
export interface View {
  from: number;
  to: number;
}

/** The whole axis. */
export function fitted(length: number): View {
  return { from: 0, to: length };
}

/** Whether all of the axis is visible. */
export function isFitted(view: View, length: number): boolean {
  return view.from <= length * 0.001 && view.to >= length * 0.999;
}

/** Whether two views are the same but for rounding. */
export function isSame(a: View, b: View): boolean {
  return Math.abs(a.from - b.from) + Math.abs(a.to - b.to) < (a.to - a.from) * 0.002;
}

/** Moves a view back inside the axis, keeping its width where it fits. */
export function clamped(view: View, length: number, least: number): View {
  const width = Math.min(length, Math.max(Math.min(least, length), view.to - view.from));
  const from = Math.min(Math.max(0, view.from), length - width);
  return { from, to: from + width };
}

/** Zooms by a factor (below 1 = closer) around a position that stays where it is. */
export function zoomedAt(view: View, factor: number, about: { position: number; length: number; least: number }): View {
  const { position, length, least } = about;
  const width = Math.min(length, Math.max(Math.min(least, length), (view.to - view.from) * factor));
  const share = (position - view.from) / (view.to - view.from);
  return clamped({ from: position - share * width, to: position + (1 - share) * width }, length, least);
}

/** Moves the view along the axis. */
export function panned(view: View, by: number, length: number): View {
  const width = view.to - view.from;
  const from = Math.min(Math.max(0, view.from + by), length - width);
  return { from, to: from + width };
}

/** Moves the view just enough that a position is comfortably inside. */
export function revealed(view: View, position: number, length: number): View {
  const width = view.to - view.from;
  const edge = width * 0.08;
  if (position < view.from + edge) return panned(view, position - edge - view.from, length);
  if (position > view.to - edge) return panned(view, position + edge - view.to, length);
  return view;
}

/**
 * The stretch with the impact in it and what stands around it, so that cause and effect are seen before anybody zooms. All of the axis
 * where that is hardly more.
 */
export function impactView(impact: { from: number; to: number } | null, length: number, least: number): View {
  if (impact === null) return fitted(length);
  const lasts = Math.max(impact.to - impact.from, least);
  const view = clamped({ from: impact.from - lasts * 0.4, to: impact.to + lasts * 0.5 }, length, least * 12);
  return view.to - view.from > length * 0.85 ? fitted(length) : view;
}

/** The view after a drag over the strip of the whole: what was held inside the window moves it, elsewhere another is drawn. */
export function brushed(view: View, drag: { from: number; to: number }, bounds: { length: number; least: number }): View {
  const { length, least } = bounds;
  const held = drag.from >= view.from && drag.from <= view.to && !isFitted(view, length);
  if (held) return panned(view, drag.to - drag.from, length);
  return clamped({ from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }, length, least);
}
