import type { ImpactSeries } from "./entry.ts";

/** Errors of a moment, as the API has them. */
export interface MeasuredPoint {
  readonly at: string;
  readonly errorsPer100k: number;
  readonly version: string | null;
}

/** The measured errors for the impact lane; `undefined` where nobody measured. One version at a time: the one most was measured of. */
export function seriesOf(points: readonly MeasuredPoint[]): ImpactSeries | undefined {
  const byVersion = Map.groupBy(points, ({ version }) => version ?? "");
  const [version, measured] = [...byVersion].sort((a, b) => b[1].length - a[1].length)[0] ?? ["", []];
  if (measured.length < 2) return undefined;
  const ordered = measured.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    label: version === "" ? "errors" : `errors on ${version}`,
    unit: "%",
    points: ordered.map(({ at, errorsPer100k }) => ({ at, value: errorsPer100k / 1000 })),
  };
}
