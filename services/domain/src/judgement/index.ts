export { effectOf, type Effect, type EffectInput } from "./effect.ts";
export { effectSeries, type EffectSeconds } from "./effectSeries.ts";
export { errorsPer100k } from "./errors.ts";
export { judgeLook, worstShare, type Source as LookSource, type WindowName } from "./judgeLook.ts";
export type { Measurement, Sample, WorstStretch } from "./look.ts";
export { flagWords } from "./sideWords.ts";
export { cellsOfSeconds } from "./sides.ts";
export type { Judgement } from "./verdict.ts";
