import { brierScore, coverage } from "../calibration/scoring.ts";
import type { ForecastContent } from "./forecastDecider.ts";

/** A forecast whose time has passed, and how many bad minutes that had. */
export interface Outcome {
  readonly said: Pick<ForecastContent, "chance" | "low" | "high" | "budget">;
  readonly came: number;
}

/** How good forecasts were. Null while the time of none has passed. */
export interface ForecastScore {
  readonly brier: number | null;
  /** Share of the intervals of 80 % that held what came. */
  readonly coverage: number | null;
  /** What somebody would have scored who always says one half. */
  readonly coin: number;
}

/** Scores forecasts by what came. All of them count, those that were far off too. */
export const scored = (outcomes: readonly Outcome[]): ForecastScore => ({
  brier: brierScore(outcomes.map(({ said: { chance, budget }, came }) => ({ chance, came: came > budget }))),
  coverage: coverage(outcomes.map(({ said: { low, high }, came }) => ({ low, high, came }))),
  coin: 0.25,
});
