import { duration } from "@ballast/schema/words";

/** The one of the names that a text is; `undefined` where it is none of them: a newer API may say more. */
export const oneOf = <Name extends string>(names: readonly Name[], text: string): Name | undefined => names.find((name) => name === text);

/**
 * A latency: `212 ms`, `1.9 s`. Unknown is `–`. Unlike any other length it keeps its milliseconds up to a second: there they are the point.
 */
export function latency(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  return Math.round(ms) < 1_000 ? `${Math.round(ms)} ms` : duration(ms);
}

const grouped = new Intl.NumberFormat("en");

/** A count with thousands apart: `11,904`. Unknown is `–`. */
export function count(n: number | null | undefined): string {
  return n === null || n === undefined ? "–" : grouped.format(n);
}

/** `1 commit`, `4 commits`, `no commits`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return n === 0 ? `no ${many}` : n === 1 ? `1 ${one}` : `${grouped.format(n)} ${many}`;
}

const written = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Small numbers as words, for sentences: `one deploy`, `two deploys`, `12 deploys`. */
export function told(n: number, one: string, many = `${one}s`): string {
  return `${written[n] ?? grouped.format(n)} ${n === 1 ? one : many}`;
}

/** "Acme, Globex and 3 more": at most three are named. */
export function andWords(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${count(names.length - 3)} more`] : names;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

/** With a capital at its start. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The sentence with a capital and a full stop. */
export function sentence(text: string): string {
  const whole = capital(text);
  return /[.!?]$/u.test(whole) ? whole : `${whole}.`;
}

/** From here on the hours of a length in days say nothing any more. */
const mostHours = 60 * 24;

/** A length in hours as people say it, to the minute where it takes one; unknown is `–`. */
export function hours(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value >= mostHours) return `${count(Math.round(value / 24))} d`;
  return duration(value < 1 / 60 ? Math.round(value * 3_600) * 1_000 : Math.round(value * 60) * 60_000);
}
