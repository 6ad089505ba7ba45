import type { RampPlanAsked } from "@ballast/schema";
import { defaultAnalysis } from "@ballast/schema/usual";
import { duration, share } from "@ballast/schema/words";
import { parseSpan } from "../data/spans.ts";

/** Parts per 100,000 in one per cent. */
const PERCENT = 1_000;
/** Shares at which a ramp usually stops to look, in per cent. */
const usualShares = [1, 5, 10, 25, 50] as const;
/** As many steps as a plan may have. */
export const MOST_STEPS = 20;

/** A step while it is written. */
export interface StepText {
  readonly share: string;
  readonly watched: string;
}

/** When a step looks bad, as written; empty: as usual. */
export interface CriteriaText {
  /** Per cent. */
  readonly maxErrors: string;
  /** Points above those without the variant. */
  readonly rise: string;
  /** Requests, at least. */
  readonly requests: string;
  /** Ms; empty: no limit. */
  readonly p95: string;
}

export const usualCriteria: CriteriaText = { maxErrors: "", rise: "", requests: "", p95: "" };

/** What stands in the empty fields. */
export const usualWords: Readonly<Record<keyof CriteriaText, string>> = {
  maxErrors: String(defaultAnalysis.maxErrorsPer100k / PERCENT), rise: String(defaultAnalysis.minEffectPer100k / PERCENT),
  requests: String(defaultAnalysis.minSamples), p95: "no limit",
};

const percentText = (parts: number): string => String(parts / PERCENT);

/** The steps that lead to a share: the usual ones on the way, then itself. */
export function usualSteps(now: number, target: number): readonly StepText[] {
  const between = usualShares.map((one) => one * PERCENT).filter((parts) => parts > now && parts < target);
  return [...between, target].map((parts) => ({ share: percentText(parts), watched: "10 min" }));
}

function numberIn(text: string, from: number, to: number): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text.replace(/\s*%$/u, "").replace(",", "."));
  return Number.isFinite(value) && value >= from && value <= to ? value : null;
}

const fits = (text: string, from: number, to: number): boolean => text.trim() === "" || numberIn(text, from, to) !== null;

/** What is wrong with a ramp as written, in words; null where nothing is. */
export function rampProblem(steps: readonly StepText[], criteria: CriteriaText, now: number): string | null {
  let before = now / PERCENT;
  for (const [index, step] of steps.entries()) {
    const at = `Step ${String(index + 1)}`;
    const percent = numberIn(step.share, 0, 100);
    if (percent === null) return `${at}: the share is 0 to 100 %.`;
    if (percent < before) return `${at} reaches fewer than before it: a ramp only goes up.`;
    if (parseSpan(step.watched) === null) return `${at}: write how long it is watched as 30 s, 10 min or 1 h.`;
    before = percent;
  }
  if (!fits(criteria.maxErrors, 0, 100) || !fits(criteria.rise, 0, 100)) return "Errors are 0 to 100 %.";
  if (!fits(criteria.requests, 1, 1e9)) return "At least one request must be seen.";
  return fits(criteria.p95, 1, 1e7) ? null : "The 95th percentile is in ms, or empty where there is no limit.";
}

/** The criteria that are not as usual. */
function analysisOf({ maxErrors, rise, requests, p95 }: CriteriaText): NonNullable<RampPlanAsked["steps"][number]["analysis"]> {
  const parts = (text: string): number | null => {
    const value = numberIn(text, 0, 100);
    return value === null ? null : Math.round(value * PERCENT);
  };
  const [errors, effect, samples, slowest] = [parts(maxErrors), parts(rise), numberIn(requests, 1, 1e9), numberIn(p95, 1, 1e7)];
  return {
    ...(errors === null ? {} : { maxErrorsPer100k: errors }), ...(effect === null ? {} : { minEffectPer100k: effect }),
    ...(samples === null ? {} : { minSamples: Math.round(samples) }), ...(slowest === null ? {} : { maxP95Ms: Math.round(slowest) }),
  };
}

/** The plan as written. Only for one without a problem. */
export const rampPlanOf = (steps: readonly StepText[], criteria: CriteriaText): RampPlanAsked => ({
  steps: steps.map((step) => ({
    parts: Math.round((numberIn(step.share, 0, 100) ?? 0) * PERCENT), bakeMs: parseSpan(step.watched) ?? 0,
    analysis: analysisOf(criteria),
  })),
});

/** What a ramp looks at, and what that does to it. */
export interface LookedAt {
  readonly name: string;
  readonly role: string;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} then ${words.at(-1) ?? ""}`;

/** "In two steps, 10 % then 25 %, 10 min each. Worse errors send it back; worse latency pauses it." */
export function rampPlanWords({ steps }: RampPlanAsked, metrics: readonly LookedAt[]): string {
  const lengths = new Set(steps.map(({ bakeMs }) => bakeMs));
  const each = lengths.size === 1 ? `, ${duration(steps[0]?.bakeMs)}${steps.length === 1 ? "" : " each"}` : "";
  const shares = steps.map(({ parts, bakeMs }) => `${share(parts)}${each === "" ? ` for ${duration(bakeMs)}` : ""}`);
  const those = (role: string): string => metrics.filter((one) => one.role === role).map(({ name }) => name).join(" or ");
  const [back, pause] = [those("guardrail"), those("signal")];
  const looks = [
    ...(back === "" ? [] : [`worse ${back} ${back === "latency" ? "sends" : "send"} it back`]),
    ...(pause === "" ? [] : [`worse ${pause} only ${pause === "latency" ? "pauses" : "pause"} it`]),
  ];
  const beginning =
    steps.length === 1 ? `In one step to ${listed(shares)}${each}` : `In ${String(steps.length)} steps, ${listed(shares)}${each}`;
  return `${beginning}; ${looks.length === 0 ? "worse errors or latency send it back" : looks.join(", ")}.`;
}
