import type { View } from "./zoom.ts";

/** One measured point with its place on the axis; `null` = not observed. */
export interface SeriesPoint {
  at: number;
  value: number | null;
}

/** The area and its upper line as SVG paths, and the highest value of the whole series. */
export interface SeriesPaths {
  area: string;
  line: string;
  highest: number;
}

function thinned(points: readonly SeriesPoint[], view: View, width: number): readonly SeriesPoint[] {
  const seen = points.filter(
    (point, index) => (points[index + 1]?.at ?? point.at) >= view.from && (points[index - 1]?.at ?? point.at) <= view.to,
  );
  if (seen.length <= width * 2) return seen;
  const bucket = (view.to - view.from) / width;
  const kept: SeriesPoint[] = [];
  let column = Number.NEGATIVE_INFINITY;
  for (const point of seen) {
    const own = Math.floor((point.at - view.from) / bucket);
    const last = kept.at(-1);
    if (own !== column || last === undefined) kept.push(point);
    else if (last.value === null || (point.value !== null && point.value > last.value)) kept[kept.length - 1] = point;
    column = own;
  }
  return kept;
}

/**
 * Draws a series into a box, at most one point per pixel column and that the highest, so that zooming out never hides
 * a peak. Unobserved points break the line. The value axis starts at 0.
 */
export function seriesPaths(points: readonly SeriesPoint[], view: View, box: { width: number; top: number; bottom: number }): SeriesPaths {
  const highest = points.reduce((most, point) => Math.max(most, point.value ?? 0), 0);
  const x = (at: number): string => (((at - view.from) / (view.to - view.from)) * box.width).toFixed(1);
  const y = (value: number): string => (box.bottom - (highest === 0 ? 0 : value / highest) * (box.bottom - box.top)).toFixed(1);
  let line = "";
  let area = "";
  let open: string | null = null;
  for (const point of [...thinned(points, view, box.width), { at: 0, value: null }]) {
    if (point.value === null) {
      if (open !== null) area += `L${open},${box.bottom}Z`;
      open = null;
      continue;
    }
    line += `${open === null ? "M" : "L"}${x(point.at)},${y(point.value)}`;
    area += `${open === null ? `M${x(point.at)},${box.bottom}L` : "L"}${x(point.at)},${y(point.value)}`;
    open = x(point.at);
  }
  return { area, line, highest };
}
