/**
 * A deploy is looked at hundreds of times, and each look that may roll it back is another chance of a false alarm. So
 * the chance is allowed for a whole deploy and shared out: equally to its steps and the soak, within each of them
 * half to what was seen since its start and half to what was seen recently, and then to the looks. Whatever the looks
 * have in common, the parts add up to no more than the whole (Boole's inequality).
 *
 * After K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983)
 * 659-663: half of a step's part goes evenly to the looks its bake was planned for, three tenths to the looks that
 * end a bake, the rest to those after an extension or a pause, however many.
 */
export const ERROR_ALLOWANCE = 0.003;
/** The same for latency. */
export const LATENCY_ALLOWANCE = 0.001;

/** Which look it is. */
export type Occasion = {
  /** Counted from 1 over the whole step, extensions and pauses included. */
  readonly look: number;
  /** The bake ends with this look. */
  readonly final: boolean;
  /** How many looks the step's bake was planned for. */
  readonly plannedLooks: number;
  /** How many steps the deploy's plan has, its soak included. */
  readonly stretches: number;
};

const [PLANNED, FINAL, LATER] = [0.5, 0.3, 0.2];
const WINDOWS = 2;

/** The probability below which chance is ruled out at this look, for one of the two windows. */
export function chanceAllowed(allowance: number, { look, final, plannedLooks, stretches }: Occasion): number {
  const planned = Math.max(1, Math.floor(plannedLooks));
  const k = Math.max(1, Math.floor(look));
  const part = allowance / Math.max(1, stretches) / WINDOWS;
  if (final) return (part * FINAL * planned) / (Math.max(k, planned) * (Math.max(k, planned) + 1));
  return k <= planned ? (part * PLANNED) / planned : (part * LATER * planned) / (k * (k - 1));
}
