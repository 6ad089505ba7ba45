import type { Analysis, Cell, Verdict, VerdictBasis, VerdictFinding, WindowNumbers } from "@ballast/schema";
import type { SideWords } from "./sideWords.ts";
import type { Occasion } from "./spending.ts";

/** When a step fails: the plan's analysis. */
export type Criteria = Analysis;

/** Requests slower than a threshold, by customer and by second. */
export type SlowSample = { readonly overMs: number; readonly byCustomer: readonly Cell[]; readonly bySecond: readonly Cell[] };

/** What one release did in a window, in sums that suffice for a verdict: bounded, however many customers there are. */
export type Sample = {
  readonly numbers: WindowNumbers;
  /** Customers by their requests and failed ones. */
  readonly byCustomer: readonly Cell[];
  /** Seconds by their requests and failed ones. */
  readonly bySecond: readonly Cell[];
  /** For each threshold that was asked for. */
  readonly slow: readonly SlowSample[];
};

/** What a provider said about one release in the window, or why it could not say anything. */
export type Measurement = { readonly sample: Sample } | { readonly error: string };

/** Both releases over one window; no baseline where there is nothing to compare with. */
export type Window = { readonly canary: Measurement; readonly baseline: Measurement | null };

/** The worst that the baseline did by itself in the hour before, over a stretch as long as the window, 0 to 1. */
export type WorstStretch = { readonly errors: number; readonly slow: readonly { readonly overMs: number; readonly share: number }[] };

/** Something else that the release has no part in, before and during the window. */
export type Witness = { readonly name: string; readonly before: Sample; readonly during: Sample };

/** One look at a step. */
export type Look = Occasion & {
  /** Everything since the step's start. */
  readonly step: Window;
  /** Only what was seen recently; null while that is about the same. It can fail a release, never pass one. */
  readonly recent: Window | null;
  /** What the baseline is: the stable release at the same time, its own past (then the sides are compared by second too), or nothing. */
  readonly basis: VerdictBasis;
  readonly criteria: Criteria;
  /** How sentences speak of the sides; as of two releases unless told. */
  readonly words?: SideWords | undefined;
  /** Known where something looks wrong at 100 %: what was usual before, for each window. */
  readonly worst?: { readonly step: WorstStretch; readonly recent: WorstStretch | null } | undefined;
  /** Asked where a release that serves everybody is about to fail. */
  readonly witnesses?: readonly Witness[] | undefined;
};

/** What one criterion says; `judge` lets the worst decide. */
export type Finding = VerdictFinding & { readonly reason: string };

/** A verdict and why. */
export type Word = { readonly verdict: Verdict; readonly reason: string };
