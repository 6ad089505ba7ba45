/** Failures counted over a time, and what was expected of them before: `weight` failures in `weight · priorDays`. */
export interface Observed {
  readonly priorDays: number;
  /** How many failures what was expected counts for. */
  readonly weight: number;
  readonly failures: number;
  readonly days: number;
}

/**
 * The gamma–Poisson posterior of a rate: shape and rate (in days). Its mean, shape / rate, is failures a day.
 * Source: Gelman et al., Bayesian Data Analysis, 2.6.
 */
export const rateAfter = ({ priorDays, weight, failures, days }: Observed): { readonly shape: number; readonly rate: number } =>
  ({ shape: weight + failures, rate: weight * priorDays + days });

/** The mean of what was observed, drawn towards what was expected as if that had been observed `weight` times. */
export const shrunkenMean = (observed: readonly number[], { prior, weight }: { readonly prior: number; readonly weight: number }): number =>
  (weight * prior + observed.reduce((sum, value) => sum + value, 0)) / (weight + observed.length);

/** A share of `of` that was `hits`, drawn towards a prior share with the weight of so many. */
export const shrunkenShare = (
  { hits, of }: { readonly hits: number; readonly of: number },
  { prior, weight }: { readonly prior: number; readonly weight: number },
): number => (weight * prior + hits) / (weight + of);
