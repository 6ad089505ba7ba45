import { parseSpan, spanText } from "../data/spans.ts";
import type { Plan, PlanStep } from "../rollout/rolloutDocuments.ts";

/** A step while it is being written: what stands in the fields. */
export interface StepDraft {
  percent: string;
  customers: string;
  bake: string;
  minSamples: string;
  maxErrors: string;
  maxP95: string;
  slowerMs: string;
  slowerPercent: string;
}

/** A step as fields. Shares are in per cent, as people say them. */
export function draftOf({ percent, customers, bakeMs, analysis }: PlanStep): StepDraft {
  return {
    percent: String(percent), customers: customers.join(", "), bake: spanText(bakeMs), minSamples: String(analysis.minSamples),
    maxErrors: String(analysis.maxErrorsPer100k / 1_000), maxP95: analysis.maxP95Ms === null ? "" : String(analysis.maxP95Ms),
    slowerMs: analysis.judgesLatency ? String(analysis.minSlowerMs) : "", slowerPercent: String(analysis.minSlowerPercent),
  };
}

function numberIn(text: string, from: number, to: number): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= from && value <= to ? value : null;
}

/** What is wrong with a plan's fields, in words; `null` when nothing is. The same rules as the API's. */
export function planProblem(drafts: readonly StepDraft[], soak: string): string | null {
  let before = 0;
  for (const [index, draft] of drafts.entries()) {
    const at = `Step ${index + 1}`;
    const percent = numberIn(draft.percent, 0, 100);
    if (percent === null) return `${at}: the share is 0 to 100 %.`;
    if (percent < before) return `${at} reaches fewer than the step before: steps never shrink.`;
    if (parseSpan(draft.bake) === null) return `${at}: write the bake as 5 s, 10 min or 1 h.`;
    if (numberIn(draft.minSamples, 1, 1e9) === null) return `${at}: at least one request must be seen.`;
    if (numberIn(draft.maxErrors, 0, 100) === null) return `${at}: the share of errors is 0 to 100 %.`;
    if (draft.maxP95.trim() !== "" && numberIn(draft.maxP95, 1, 1e7) === null)
      return `${at}: p95 is in ms, or empty when there is no limit.`;
    if (draft.slowerMs.trim() !== "" && numberIn(draft.slowerMs, 0, 1e7) === null)
      return `${at}: slower by so many ms, or empty when latency is not judged.`;
    if (numberIn(draft.slowerPercent, 0, 100_000) === null) return `${at}: slower by so many percent, 0 or more.`;
    before = percent;
  }
  if (before !== 100) return "The last step reaches everyone: 100 %.";
  return parseSpan(soak) === null ? "Write the soak as 5 s, 10 min or 1 h." : null;
}

/** The plan the fields describe. Only for fields without a problem; effects that are not shown stay as they were. */
export function planOf(drafts: readonly StepDraft[], soak: string, before: Plan): Plan {
  return {
    steps: drafts.map((draft, index) => ({
      percent: Number(draft.percent),
      customers: draft.customers.split(",").map((each) => each.trim()).filter((each) => each !== ""),
      bakeMs: parseSpan(draft.bake) ?? 0,
      analysis: {
        minSamples: Math.round(Number(draft.minSamples)),
        maxErrorsPer100k: Math.round(Number(draft.maxErrors) * 1_000),
        minEffectPer100k: (before.steps[index] ?? before.steps.at(-1))?.analysis.minEffectPer100k ?? 500,
        maxP95Ms: draft.maxP95.trim() === "" ? null : Math.round(Number(draft.maxP95)),
        judgesLatency: draft.slowerMs.trim() !== "",
        minSlowerMs: Math.round(Number(draft.slowerMs)),
        minSlowerPercent: Math.round(Number(draft.slowerPercent)),
      },
    })),
    soakMs: parseSpan(soak) ?? 0,
  };
}
