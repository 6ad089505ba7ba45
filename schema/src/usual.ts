import type { Analysis } from "./events/plan.ts";

// How steps are judged where nobody says otherwise; apart from the schemas, so that the console can say it without reading them.

/** How latency is judged where a plan does not say. */
export const defaultLatency = { judgesLatency: true, minSlowerMs: 50, minSlowerPercent: 20 } as const satisfies Partial<Analysis>;

/** The criteria of a step that says nothing of them. */
export const defaultAnalysis: Analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 500, maxP95Ms: null, ...defaultLatency,
};
