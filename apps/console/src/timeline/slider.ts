/** The slider works in whole steps from the beginning of the window; its last step is "now". */
export interface SliderScale {
  stepMs: number;
  steps: number;
}

const nice = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400].map((seconds) => seconds * 1000);

/** A scale with at most two thousand steps of a length people count in. */
export function sliderScale(from: number, to: number): SliderScale {
  const stepMs = nice.find((step) => (to - from) / step <= 2000) ?? Math.ceil((to - from) / 2000);
  return { stepMs, steps: Math.max(1, Math.ceil((to - from) / stepMs)) };
}

/** The moment of a step; `null` for the last one, which is now. */
export function momentOf(step: number, from: number, scale: SliderScale): number | null {
  return step >= scale.steps ? null : from + step * scale.stepMs;
}

/** The step of a moment; now and anything after the window is the last one. */
export function stepOf(moment: number | null, from: number, scale: SliderScale): number {
  if (moment === null) return scale.steps;
  return Math.min(scale.steps, Math.max(0, Math.round((moment - from) / scale.stepMs)));
}
