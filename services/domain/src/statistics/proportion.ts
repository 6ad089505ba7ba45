/** Events among a number of trials. */
export type Share = { readonly events: number; readonly trials: number };

/** Upper one-sided confidence bound of a share: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413. Exact, so never too low. */
export function shareAtMost({ events, trials }: Share, confidence = 0.95): number {
  if (trials === 0 || events >= trials) return 1;
  let [low, high] = [events / trials, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (atMost({ events, trials }, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Lower one-sided bound, by the same way from the other side. */
export function shareAtLeast({ events, trials }: Share, confidence = 0.95): number {
  return 1 - shareAtMost({ events: trials - events, trials }, confidence);
}

/** The probability of no more than so many events where each trial has one with probability `rate`. */
function atMost({ events, trials }: Share, rate: number): number {
  let term = Math.exp(trials * Math.log1p(-rate));
  if (term === 0) return 0;
  let sum = term;
  for (let x = 0; x < events; x += 1) {
    term *= ((trials - x) / (x + 1)) * (rate / (1 - rate));
    sum += term;
  }
  return Math.min(1, sum);
}
