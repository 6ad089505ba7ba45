import type { FoundWindow } from "@ballast/schema/tables";
import type { Place } from "./place.ts";

const DAYS = { h: 1 / 24, d: 1, w: 7 } as const;

/** A rolling window: `28d`, `4w`, `720h`; noted where it is none that can be said here. */
export function rollingWindow(place: Place): FoundWindow | null {
  const text = place.text();
  if (text === null) return null;
  const [, count = "", unit = ""] = /^(\d+)([a-zA-Z]+)$/u.exec(text) ?? [];
  const length = unit === "h" || unit === "d" || unit === "w" ? Number(count) * DAYS[unit] : NaN;
  if (!Number.isInteger(length) || length < 1 || length > 366) {
    return place.refuse(`a rolling window is a whole number of days, up to 366; "${text}" is none`);
  }
  return { kind: "rolling", days: length };
}

/** Percent of a target, as the log keeps it: to a thousandth. */
export function percentOf(place: Place, percent: number): number | null {
  if (percent <= 0 || percent >= 100) return place.refuse("a target lies between nothing and always: with 100 % there is no budget");
  const parts = Math.round(percent * 1_000);
  if (Math.abs(parts - percent * 1_000) > 1e-6) return place.refuse(`a target has three decimals at most: ${String(percent)} % has more`);
  return parts / 1_000;
}

/** Ranges of a query that are not the window that is counted. */
const otherRanges = (query: string): readonly string[] =>
  [...query.matchAll(/\[([^\]]*)\]/gu)]
    .map(([, range = ""]) => range.trim())
    .filter((range) => !/^(\{\{\.window\}\}(:.*)?|5m)$/u.test(range));

const WINDOW = /\{\{\s*\.window\s*\}\}/gu;

interface CountingQuery {
  /** Whether what a query without a range gives is a number that only grows. */
  readonly counter: boolean;
}

/** A query that says how many there were in the window that is counted; noted where nothing tells. */
export function countingQuery(place: Place, { counter }: CountingQuery): string | null {
  const text = place.text()?.replaceAll(WINDOW, "{{.window}}") ?? null;
  if (text === null) return null;
  if (text.length > 3_900) return place.refuse("a query has 3,900 characters at most");
  if (text.includes("{{.window}}") && otherRanges(text).length === 0) return text;
  const [other] = otherRanges(text);
  if (other !== undefined) {
    return place.refuse(`it looks over [${other}], and what is counted here are five minutes: say [{{.window}}]`);
  }
  if (text.includes("[5m]")) return text.replaceAll("[5m]", "[{{.window}}]");
  if (counter) return `increase((${text})[{{.window}}:])`;
  return place.refuse(
    "a query without a range says how many there are at a moment, not how many came: it needs [{{.window}}], or to be called a counter",
  );
}
