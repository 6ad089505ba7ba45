import { own } from "@ballast/schema/own";
import { InvalidArgumentError, Option } from "commander";
import { usageFailure } from "../client/failure.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** "5s", "10m", "1h", "250ms" as milliseconds. @throws InvalidArgumentError */
export function parseDuration(text: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = own(unitMs, unit.toLowerCase());
  if (amount === undefined || factor === undefined) throw new InvalidArgumentError("Give a length of time like 30s, 5m or 1h.");
  return Math.round(Number(amount) * factor);
}

/** A whole number that is not negative. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError("Give a whole number.");
  return count;
}

/** "1" or "1%" as parts per 100,000. @throws InvalidArgumentError */
export function parsePercent(text: string): number {
  const percent = Number(text.trim().replace(/\s*%$/, ""));
  if (text.trim() === "" || !(percent >= 0 && percent <= 100)) throw new InvalidArgumentError("Give a percentage from 0 to 100.");
  return Math.round(percent * 1_000);
}

/**
 * A moment, as ISO 8601: given as such (a date alone is its midnight in UTC), or as "now", "2h ago".
 * @throws InvalidArgumentError
 */
export function parseMoment(text: string, now: number = Date.now()): string {
  const given = text.trim();
  if (given === "now") return new Date(now).toISOString();
  const [, ago] = /^(\S+)\s+ago$/.exec(given) ?? [];
  if (ago !== undefined) return new Date(now - parseDuration(ago)).toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given))) return `${given}T00:00:00Z`;
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(given) && !Number.isNaN(Date.parse(given))) return given;
  throw new InvalidArgumentError("Give a moment with its zone, like 2026-01-31T10:00:00Z, a date, or \"2h ago\".");
}

/** Commander hands the former value as the second argument; a moment has none. */
export const momentOption = (text: string): string => parseMoment(text);

/** A list in one option: "10,50,100". */
export const parseList = (text: string): readonly string[] => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** Collects an option that may be given several times. */
export const collect = (text: string, former: readonly string[]): readonly string[] => [...former, text];

/** One of the given words. @throws InvalidArgumentError */
export const oneOf = <Word extends string>(words: readonly Word[]) => (text: string): Word => {
  const word = words.find((known) => known === text);
  if (word === undefined) throw new InvalidArgumentError(`Give one of ${words.join(", ")}.`);
  return word;
};

/** One of the words that there are, from what was typed where an option cannot look. @throws CommandFailure, which names them */
export function known<Word extends string>(words: readonly Word[], given: string | undefined, what: string): Word {
  const word = words.find((one) => one === given);
  if (word === undefined) throw usageFailure(`${given ?? "Nothing"} is no ${what}.`, `There are: ${words.join(", ")}.`);
  return word;
}

/** How an option's value is read, and what it is where it is left out, as people would type it. */
export interface TypedOption<Value> {
  readonly parse: (text: string) => Value;
  readonly otherwise: string;
}

/** An option with a default that help shows as it would be typed ("10m"), not as it is kept (600000). */
export const typedOption = <Value>(flags: string, description: string, { parse, otherwise }: TypedOption<Value>): Option =>
  new Option(flags, description).argParser((text) => parse(text)).default(parse(otherwise), otherwise);
