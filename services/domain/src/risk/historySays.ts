import type { RiskInputs } from "@ballast/schema";
import { badMinutesAYear, badMinutesEach, DAYS_A_YEAR } from "@ballast/schema/badMinutes";
import { gammaQuantile } from "../calibration/gammaQuantile.ts";
import { rateFell } from "../calibration/rateFell.ts";
import { rateAfter, shrunkenMean } from "../calibration/shrunken.ts";
import { instantOf } from "../statistics/calendar.ts";

const DAY_MS = 86_400_000;
/** What was judged counts for as many failures. */
export const PRIOR_WEIGHT = 2;
/** History says nothing with fewer. */
const ENOUGH = 2;

/** One time that a risk came true, as its incident tells it. */
export interface Occurrence {
  /** When it began, ISO. */
  readonly at: string;
  /** From its beginning until somebody knew; null where that is not known. */
  readonly detectMinutes: number | null;
  /** How long it lasted in all. */
  readonly minutes: number;
  readonly impactPer100k: number;
}

/** How long a kind of failure is looked out for, and how often it came. */
export interface Observation {
  readonly inputs: RiskInputs;
  readonly observedSince: string;
  readonly now: string;
  readonly occurrences: readonly Occurrence[];
}

export const drifts = ["tooFew", "less", "same", "more"] as const;
/** What history says against what is registered; `same` while that lies within the interval. */
export type Drift = (typeof drifts)[number];

/** What happened, drawn towards what was judged. Minutes a year, not rounded. */
export interface HistorySays {
  readonly minutes: number;
  /** An interval in which the truth lies in 8 of 10 cases. */
  readonly low: number;
  readonly high: number;
  readonly drift: Drift;
  readonly failures: number;
  readonly days: number;
  /** The inputs with which the register would say the same. */
  readonly inputs: RiskInputs;
}

/** Bad minutes of one occurrence. */
export const occurrenceMinutes = ({ minutes, impactPer100k }: Occurrence): number => (minutes * impactPer100k) / 100_000;

/** Those that count: from when they were looked out for until the moment. */
export const counted = ({ occurrences, observedSince, now }: Omit<Observation, "inputs">): readonly Occurrence[] =>
  occurrences.filter(({ at }) => instantOf(at) >= instantOf(observedSince) && instantOf(at) <= instantOf(now));

/** An observation, and what was thought before it. */
export interface Calibrated extends Observation {
  /**
   * Towards which history is drawn: what somebody last judged; what is registered unless told. Where history was registered itself, its
   * incidents would count again with each time that it is.
   */
  readonly prior?: RiskInputs | undefined;
}

/**
 * Calibrates by history: the rate by gamma–Poisson with a prior of weight 2, bad minutes of one failure by the mean
 * drawn towards what was judged; the interval is the rate's.
 */
export function historySays(observation: Calibrated): HistorySays {
  const { inputs, observedSince, now, prior = inputs } = observation;
  const seen = counted(observation);
  const days = Math.max(0, (instantOf(now) - instantOf(observedSince)) / DAY_MS);
  const { shape, rate } = rateAfter({ priorDays: prior.betweenMilliDays / 1_000, weight: PRIOR_WEIGHT, failures: seen.length, days });
  const each = shrunkenMean(seen.map(occurrenceMinutes), { prior: badMinutesEach(prior), weight: PRIOR_WEIGHT });
  const aYear = (failures: number): number => (failures / rate) * DAYS_A_YEAR * each;
  const [low, high] = [aYear(gammaQuantile(shape, 0.1)), aYear(gammaQuantile(shape, 0.9))];
  const registered = badMinutesAYear(inputs);
  const drift: Drift = seen.length < ENOUGH ? "tooFew" : registered < low ? "more" : registered > high ? "less" : "same";
  return {
    minutes: aYear(shape), low, high, drift, failures: seen.length, days,
    inputs: { ...calibrated(prior, { seen, each }), betweenMilliDays: Math.max(1, Math.round((rate / shape) * 1_000)) },
  };
}

/** Detection and resolution by their means; the share of users such that the product is what history says. */
function calibrated(
  inputs: RiskInputs,
  { seen, each }: { readonly seen: readonly Occurrence[]; readonly each: number },
): Omit<RiskInputs, "betweenMilliDays"> {
  const known = seen.flatMap(({ detectMinutes, minutes }) =>
    detectMinutes === null ? [] : [{ detect: Math.min(detectMinutes, minutes), minutes }],
  );
  const detect = shrunkenMean(
    known.map(({ detect: took }) => took),
    { prior: inputs.detectMinutes, weight: PRIOR_WEIGHT },
  );
  const whole = shrunkenMean(
    seen.map(({ minutes }) => minutes),
    { prior: inputs.detectMinutes + inputs.resolveMinutes, weight: PRIOR_WEIGHT },
  );
  const lasting = Math.max(whole, each);
  const detectMinutes = thousandths(Math.min(detect, lasting));
  const resolveMinutes = thousandths(lasting - detectMinutes);
  const share = detectMinutes + resolveMinutes === 0 ? 0 : each / (detectMinutes + resolveMinutes);
  return { detectMinutes, resolveMinutes, impactPer100k: Math.min(100_000, Math.round(share * 100_000)) };
}

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

/** What a delivered mitigation has brought, by how often the risk came true before and after. */
export interface MitigationProof {
  readonly before: { readonly failures: number; readonly days: number };
  readonly after: { readonly failures: number; readonly days: number };
  readonly p: number;
  readonly proven: boolean;
}

/** Tests whether a risk came true less often after a mitigation was delivered. */
export function mitigationProof(observation: Omit<Observation, "inputs">, deliveredAt: string): MitigationProof {
  const [since, cut, until] = [instantOf(observation.observedSince), instantOf(deliveredAt), instantOf(observation.now)];
  const seen = counted(observation);
  const before = {
    failures: seen.filter(({ at }) => instantOf(at) < cut).length,
    days: Math.max(0, (Math.min(cut, until) - since) / DAY_MS),
  };
  const after = { failures: seen.length - before.failures, days: Math.max(0, (until - Math.max(cut, since)) / DAY_MS) };
  return { before, after, ...rateFell(before, after) };
}
