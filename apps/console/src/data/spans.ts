import { own } from "@ballast/schema/own";

/** Reads a length as people write it, ms: `5 s`, `10 min`, `1 h`, `90` (seconds). `null` when it is none. */
export function parseSpan(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?\s*$/u.exec(text);
  if (match === null) return null;
  const factors: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
  return Math.round(Number(match[1]) * (own(factors, match[2] ?? "s") ?? 1_000));
}

/** A length as the plan's fields show it: the largest unit that is whole. */
export function spanText(ms: number): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`;
}
