import { z } from "zod";
import type { Upcast } from "../defineEvent.ts";
import { defaultAnalysis, defaultLatency } from "../usual.ts";
import { customer, milliseconds, per100k, percent } from "../scalars.ts";

/** When a step's verdict passes or fails; shares in parts per 100,000 of requests. */
export const analysis = z.object({
  /** Fewer canary requests than this leave the verdict inconclusive. */
  minSamples: z.int().min(1),
  /** More errors than this fail, if the baseline does not show the same. */
  maxErrorsPer100k: per100k,
  /** A failure needs at least this much more than the baseline. */
  minEffectPer100k: per100k,
  /** 95th percentile of latency above which the step fails, whatever the baseline's is; null = no such limit. */
  maxP95Ms: milliseconds.nullable(),
  /** Whether the latency of the new release is judged against the baseline's. */
  judgesLatency: z.boolean(),
  /** A new release is slower only from so much above the baseline's 95th percentile, ms … */
  minSlowerMs: milliseconds,
  /** … and from so much above it, percent. */
  minSlowerPercent: z.int().min(0).max(100_000),
});
export type Analysis = z.infer<typeof analysis>;

/** One exposure step: the share of customers, those named on top, and how long it bakes. */
export const planStep = z.object({
  percent,
  customers: z.array(customer).max(1_000),
  bakeMs: milliseconds,
  analysis,
});
export type PlanStep = z.infer<typeof planStep>;

/** How a release reaches everyone in one environment. The last step is 100 %. */
export const deployPlan = z.object({ steps: z.array(planStep).min(1).max(20), soakMs: milliseconds }).refine(
  (plan) => {
    const percents = plan.steps.map((step) => step.percent);
    return percents.at(-1) === 100 && percents.every((value, index) => index === 0 || value >= (percents[index - 1] ?? 0));
  },
  { message: "steps must not shrink and the last one must be 100 %" },
);
export type DeployPlan = z.infer<typeof deployPlan>;

/** Criteria as somebody asks for them: what is left out is as usual. */
export const analysisAsked = z
  .object(analysis.shape)
  .partial()
  .transform((asked) => ({ ...defaultAnalysis, ...asked }))
  .pipe(analysis);

const minute = 60_000;

/** 1 % → 10 % → 50 % → 100 %: what an environment gets when nobody said otherwise. */
export const defaultPlan: DeployPlan = {
  steps: [
    { percent: 1, customers: [], bakeMs: 5 * minute, analysis: defaultAnalysis },
    { percent: 10, customers: [], bakeMs: 10 * minute, analysis: defaultAnalysis },
    { percent: 50, customers: [], bakeMs: 10 * minute, analysis: defaultAnalysis },
    { percent: 100, customers: [], bakeMs: 10 * minute, analysis: defaultAnalysis },
  ],
  soakMs: 60 * minute,
};

const stepWithLatency = z
  .looseObject({ analysis: z.looseObject({}) })
  .transform((step) => ({ ...step, analysis: { ...defaultLatency, ...step.analysis } }));
const planWithLatency = z.looseObject({ plan: z.looseObject({ steps: z.array(stepWithLatency) }).nullable() });

/**
 * A plan of before: latency was not judged against the baseline, which let a release fifty times slower pass. It is now, wherever nobody
 * says otherwise.
 */
export const judgeLatencyToo: Upcast = (data) => planWithLatency.safeParse(data).data ?? data;
