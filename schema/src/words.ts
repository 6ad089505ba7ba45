import type { Operator } from "./events/targeting.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A length of time, in ms, as everything says it, from a deploy's sentence to a report: `40 ms`, `0.6 s`, `48 s`,
 * `1 m 12 s`, `10 min`, `2 h 5 m`, `3 d 4 h`. Two units are short, one alone is a word. `–` when unknown.
 */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return "–";
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 100) return ms < 0.5 ? "0 s" : `${String(Math.round(ms))} ms`;
  if (ms < 9_950) return `${String(Number((ms / second).toFixed(1)))} s`;
  const whole = Math.round(ms / second) * second;
  if (whole < minute) return `${String(whole / second)} s`;
  if (whole < hour) return pair([whole, minute, second], ["m", "s"], "min");
  return whole < day ? pair([whole, hour, minute], ["h", "m"], "h") : pair([whole, day, hour], ["d", "h"], "d");
}

function pair([whole, large, small]: readonly [number, number, number], [one, other]: readonly [string, string], alone: string): string {
  const [many, rest] = [Math.floor(whole / large), Math.floor((whole % large) / small)];
  return rest === 0 ? `${String(many)} ${alone}` : `${String(many)} ${one} ${String(rest)} ${other}`;
}

/** A share in parts per 100,000, in percent: two digits below one percent, one above: `0.44 %`, `6.1 %`, `10 %`; `–` when unknown. */
export const share = (per100k: number | null | undefined): string =>
  per100k === null || per100k === undefined ? "–" : `${shareFigure(per100k)} %`;

/** The same without the sign, for "6.1 → 0.4 %". What is not nothing is never `0`. */
export function shareFigure(per100k: number): string {
  const value = per100k / 1_000;
  if (value > 0 && value < 0.005) return "< 0.01";
  return String(Number(value.toFixed(value < 1 ? 2 : 1)));
}

/** The same of a share that was measured in percent: a rate of 4.878 is `4.9 %`. */
export const measuredPercent = (percent: number | null | undefined): string =>
  share(percent === null || percent === undefined ? percent : percent * 1_000);

/**
 * A percentage that somebody set, exactly as it was set, to the thousandth that there is: `10 %`, `12.5 %`, `99.95 %`, `0.125 %`; `–` when
 * unknown.
 */
export const inPercent = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : `${String(Number(value.toFixed(3)))} %`;

/** A customer's place in a share, in percent, beside the percentage that it lies under or over: `17.31`. */
export const placeFigure = (percent: number): string => String(Number(percent.toFixed(2)));

/** How long ago or ahead something is, in ms, by its largest unit, which has been reached: `48 s`, `16 min`, `30 h`, `2 d`. */
export const age = (ms: number): string => {
  const size = Math.abs(ms);
  const [unit, name] = size < minute ? [second, "s"] : size < hour ? [minute, "min"] : size < 2 * day ? [hour, "h"] : [day, "d"];
  return `${String(Math.floor(size / unit))} ${name}`;
};

/**
 * An availability in percent, as finely as it is told and never rounded up, lest a little downtime look like none: `99.713 %`, `100 %`,
 * `–`.
 */
export const availability = (percent: number | null | undefined): string => {
  if (percent === null || percent === undefined) return "–";
  // What a double makes of 99.713 · 1,000 may lie just below it.
  return percent === 100 ? "100 %" : `${(Math.floor(percent * 1_000 + 1e-6) / 1_000).toFixed(3)} %`;
};

/** How attributes are compared, in words: "plan is Enterprise". */
export const operatorWords: Readonly<Record<Operator, string>> = {
  is: "is", isNot: "is not", startsWith: "starts with", endsWith: "ends with", contains: "contains", has: "has", below: "is below",
  atMost: "is at most", above: "is above", atLeast: "is at least", versionIs: "is version", versionBelow: "is below version",
  versionAtMost: "is at most version", versionAbove: "is above version", versionAtLeast: "is at least version",
};

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/** How-manyth, from 1: `fourth`, and `11th` from the eleventh on, `21st`, `22nd`. */
export function ordinalTime(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return ordinals[n - 1] ?? `${String(n)}${ending}`;
}
