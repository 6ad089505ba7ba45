/** A forecast whose time has passed: the chance that was given, and whether it came. */
export interface Forecast {
  readonly chance: number;
  readonly came: boolean;
}

/** Brier's score: the mean squared distance between the chance given and what came, 0 is best; null of none. Source: Brier 1950. */
export const brierScore = (forecasts: readonly Forecast[]): number | null =>
  forecasts.length === 0
    ? null
    : forecasts.reduce((sum, { chance, came }) => sum + (chance - (came ? 1 : 0)) ** 2, 0) / forecasts.length;

/** How many of the intervals held what came, as a share; null of none. Those of 80 % should hold about four in five. */
export const coverage = (intervals: readonly { readonly low: number; readonly high: number; readonly came: number }[]): number | null =>
  intervals.length === 0 ? null : intervals.filter(({ low, high, came }) => low <= came && came <= high).length / intervals.length;
