import { normalAbove, normalDensity } from "./normal.ts";

/** So many customers, each of whom adds `value` to the sum of the side on which they are. */
export type Contribution = { readonly count: number; readonly value: number };

/** Customers put on one side, each by themselves, with probability `share`, and the sum that side came to. */
export type Assignment = { readonly contributions: readonly Contribution[]; readonly share: number; readonly sum: number };

/** Below this many standard deviations the normal tail says enough, and the saddlepoint nothing. */
const NEAR_THE_MEAN = 0.5;

/**
 * How probable it is that a side's sum is at least what was seen, if only chance put customers there: a randomization
 * test (R. A. Fisher 1935) whose unit is the customer. Whatever one customer's requests have in common, and whatever
 * happens to all customers at once, moves with the customers and is in the reference distribution; nothing is assumed
 * about requests. The contributions have to add up to 0.
 *
 * The distribution is not enumerated but approximated by its saddlepoint: R. Lugannani and S. Rice, Advances in
 * Applied Probability 12 (1980) 475-490; for randomization tests J. Robinson, J. R. Statist. Soc. B 44 (1982) 91-101.
 * It is taken as if the sum moved in steps of the largest single contribution (H. E. Daniels, Int. Statist. Rev. 55
 * (1987) 37-48, continuity correction for lattices), which is cautious where few customers make the sum, and never
 * above Chernoff's bound, which is no approximation.
 */
export function assignmentTail(assignment: Assignment): number {
  const { contributions, share, sum } = assignment;
  if (share <= 0 || share >= 1 || sum <= 0) return 1;
  const variance = share * (1 - share) * contributions.reduce((total, { count, value }) => total + count * value * value, 0);
  if (variance <= 0) return 1;
  if (sum < NEAR_THE_MEAN * Math.sqrt(variance)) return normalAbove(sum / Math.sqrt(variance));
  const step = contributions.reduce((largest, { value }) => Math.max(largest, value), 0);
  const tilt = tiltFor(assignment, { start: sum / variance, most: MOST_TILT / step });
  const { log, curvature } = moments(assignment, tilt);
  const exponent = Math.max(0, tilt * sum - log);
  const chernoff = Math.exp(-exponent);
  const w = Math.sqrt(2 * exponent);
  const u = (-Math.expm1(-tilt * step) / step) * Math.sqrt(curvature);
  if (!(u > 0) || !(w > 0)) return chernoff;
  const saddlepoint = normalAbove(w) + normalDensity(w) * (1 / u - 1 / w);
  return Math.min(chernoff, saddlepoint > 0 ? saddlepoint : chernoff);
}

/** A sum that only the most extreme assignment reaches has its saddlepoint at infinity; this is near enough. */
const MOST_TILT = 40;
const MOST_ROUNDS = 60;

/** The tilt under which the sum seen is the one expected: Newton's steps, halved back where they leave the bracket. */
function tiltFor(assignment: Assignment, { start, most }: { start: number; most: number }): number {
  let [low, high] = [0, most];
  let tilt = Math.min(start, most / 2);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { mean, curvature } = moments(assignment, tilt);
    const off = mean - assignment.sum;
    if (Math.abs(off) <= 1e-7 * assignment.sum) return tilt;
    if (off > 0) high = tilt;
    else low = tilt;
    const newton = tilt - off / curvature;
    tilt = newton > low && newton < high ? newton : (low + high) / 2;
    if (high - low < 1e-9 * high) return tilt;
  }
  return tilt;
}

/** The cumulant generating function of the side's sum at a tilt, and its first two derivatives. */
function moments({ contributions, share }: Assignment, tilt: number): { log: number; mean: number; curvature: number } {
  let [log, mean, curvature] = [0, 0, 0];
  for (const { count, value } of contributions) {
    const odds = share * Math.exp(tilt * value);
    const inside = odds / (1 - share + odds);
    log += count * Math.log(1 - share + odds);
    mean += count * value * inside;
    curvature += count * value * value * inside * (1 - inside);
  }
  return { log, mean, curvature };
}
