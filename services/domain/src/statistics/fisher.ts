import type { Share } from "./proportion.ts";

/**
 * Fisher's exact test: the probability that, with equal rates, `a` has at least as many of all events as it has.
 * Exact at any size, which the normal approximation is not where events are rare. 1 when `a` is not above `b`.
 */
export function fisherGreater(a: Share, b: Share): number {
  if (a.trials === 0 || b.trials === 0 || a.events * b.trials <= b.events * a.trials) return 1;
  const events = a.events + b.events;
  const all = a.trials + b.trials;
  const logFirst = logChoose(a.trials, a.events) + logChoose(b.trials, b.events) - logChoose(all, events);
  const ratio = (x: number): number => ((a.trials - x) * (events - x)) / ((x + 1) * (b.trials - events + x + 1));
  return tail(logFirst, { from: a.events, to: Math.min(events, a.trials), ratio });
}

/** Sums a tail beyond the mode, each term from the one before it, until the rest no longer shows in the sum. */
function tail(logFirst: number, terms: { from: number; to: number; ratio: (x: number) => number }): number {
  let [sum, term] = [1, 1];
  for (let x = terms.from; x < terms.to && term > sum * 1e-17; x += 1) {
    term *= terms.ratio(x);
    sum += term;
  }
  return Math.min(1, Math.exp(logFirst) * sum);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Below this the factorials are summed up once; above it Stirling's series is exact to the last digits. */
const SUMMED = 256;
const logFactorials: readonly number[] = Array.from({ length: SUMMED }).reduce<number[]>(
  (sums, _, n) => [...sums, n < 2 ? 0 : (sums[n - 1] ?? 0) + Math.log(n)],
  [],
);

function logFactorial(n: number): number {
  const summed = logFactorials[n];
  if (summed !== undefined) return summed;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
