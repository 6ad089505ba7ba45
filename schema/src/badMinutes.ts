import { inPercent, share } from "./words.ts";

/** Days of a year, leap years shared out. */
export const DAYS_A_YEAR = 365.25;

/** ETTD and ETTR in minutes, the share of users hit in parts per 100,000, ETTF in thousandths of a day. */
export interface FailureInputs {
  readonly detectMinutes: number;
  readonly resolveMinutes: number;
  readonly impactPer100k: number;
  readonly betweenMilliDays: number;
}

/** Bad minutes of one failure: how long it lasts, times the share of users that it hits. */
export const badMinutesEach = ({ detectMinutes, resolveMinutes, impactPer100k }: Omit<FailureInputs, "betweenMilliDays">): number =>
  ((detectMinutes + resolveMinutes) * impactPer100k) / 100_000;

/** Failures expected a year. */
export const failuresAYear = ({ betweenMilliDays }: Pick<FailureInputs, "betweenMilliDays">): number =>
  (DAYS_A_YEAR * 1_000) / betweenMilliDays;

/** Bad minutes expected a year: (ETTD + ETTR) · impact · 365.25 / ETTF, as in Google's calculus of risk (CRE). */
export const badMinutesAYear = (inputs: FailureInputs): number => badMinutesEach(inputs) * failuresAYear(inputs);

/** Bad minutes that a target leaves in so many days; `target` in percent. */
export const budgetMinutes = (target: number, days: number = DAYS_A_YEAR): number => (100 - target) * 14.4 * days;

/** A single risk should not take more of a budget than this. */
export const TOO_BIG = 0.25;

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** A number of minutes or days as people read it: `242`, `1,052`, `4.5`. */
export const minutesFigure = (value: number): string => (Math.abs(value) < 10 ? tenth : whole).format(value);

/** A chance in percent: `38 %`; what is not certain is neither `0 %` nor `100 %`. */
export function chanceWords(chance: number): string {
  if (chance > 0 && chance < 0.005) return "< 1 %";
  if (chance < 1 && chance > 0.995) return "> 99 %";
  return inPercent(Math.round(100 * chance));
}

/** What an estimate is made of, days between two failures. */
export interface Estimate extends Omit<FailureInputs, "betweenMilliDays"> {
  readonly betweenDays: number;
}

/** Why a risk costs what it costs: `53 min × 75 % ÷ 60 d`. */
export const estimateWords = ({ detectMinutes, resolveMinutes, impactPer100k, betweenDays }: Estimate): string =>
  `${minutesFigure(detectMinutes + resolveMinutes)} min × ${share(impactPer100k)} ÷ ${minutesFigure(betweenDays)} d`;

/** How a risk stands, in words; the first three say as well how far its treatment is. */
export const riskStandingWords = {
  notBegun: "not begun", inProgress: "in progress", done: "done", accepted: "accepted", closed: "closed",
} as const;
