/**
 * Looking again and again at the same fixed-sample test raises its false alarms: at 5 % a look, to some 14 % and
 * more over 30 looks. So each look gets only a part of the whole allowance. Look k may spend 1 / (k·(k+1)) of it;
 * these parts add up to 1 over any number of looks, so that the chance of ever raising a false alarm stays below
 * the allowance, however long a bake is and however the looks depend on each other (Boole's inequality).
 *
 * After K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983)
 * 659–663, with the spending function k / (k+1). An mSPRT (R. Johari et al., "Always valid inference", Operations
 * Research 70 (2022) 1806–1821) needs no count of looks but a normal approximation, which is wrong where errors are
 * rare, the usual case here; each look is Fisher's exact test instead.
 */
export const FALSE_ALARM_ALLOWANCE = 0.005;

/** The probability below which chance is ruled out at this look, the first being 1. */
export function significanceAt(look: number): number {
  const k = Math.max(1, Math.floor(look));
  return FALSE_ALARM_ALLOWANCE / (k * (k + 1));
}
