import type { Analysis, Verdict, WindowNumbers } from "@ballast/schema";

/** When a step fails: the plan's analysis, and optionally how much slower than the stable release it may be. */
export type Criteria = Analysis & {
  /** Largest 95th percentile of latency, in percent of the stable release's; 150 allows half as slow again. */
  readonly maxP95RatioPercent?: number | null | undefined;
};

/** What a provider said about one release in the window, or why it could not say anything. */
export type Measurement = { readonly numbers: WindowNumbers } | { readonly error: string };

/** One look at a step. */
export type Look = {
  /** Counted from 1 over the whole step, extensions included: later looks need stronger evidence. */
  readonly look: number;
  /** The bake ends with this look. */
  readonly final: boolean;
  readonly canary: Measurement;
  /** The stable release over the same window; null where none serves (a first release, or the canary has all). */
  readonly baseline: Measurement | null;
  readonly criteria: Criteria;
};

/** What one criterion says; `judge` lets the worst decide. */
export type Finding = { readonly verdict: Verdict; readonly reason: string };
