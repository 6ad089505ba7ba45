import { Rejection } from "@ballast/domain";
import type { FlagMetadata } from "@ballast/schema";

/** An expression of the evaluation engine, as flagd writes it: JSON logic with `fractional`, `sem_ver`, `starts_with`, `ends_with`. */
export type Logic = string | number | boolean | null | readonly Logic[] | { readonly [operator: string]: Logic };

/** A flag in flagd's format. */
export interface FlagdFlag {
  /** `DISABLED` is "the caller's code default": an archived flag, never a kill. */
  readonly state: "ENABLED" | "DISABLED";
  readonly variants: Readonly<Record<string, unknown>>;
  readonly defaultVariant: string;
  readonly targeting?: Logic;
  /** Told beside the value; left out where there is none. */
  readonly metadata?: FlagMetadata;
}

/** What the engine builds of a flag at most, in operators: half a second of one core. */
const MOST_OPERATORS = 50_000;
/** And how long the text of it may be, in characters: it goes to every client that follows flagd sync. */
const LONGEST_TEXT = 4_000_000;

interface Size {
  readonly operators: number;
  readonly text: number;
}

/**
 * Counts what stands several times as often as it stands, without writing it out: a diamond of diamonds is known to be too large at once.
 */
export class Sizes {
  readonly #known = new WeakMap<object, Size>();

  of(logic: Logic): Size {
    if (typeof logic !== "object" || logic === null) return { operators: 0, text: String(logic).length + 3 };
    const known = this.#known.get(logic);
    if (known !== undefined) return known;
    const parts = Object.values(logic).map((part) => this.of(part));
    const own = Array.isArray(logic) ? 0 : 1;
    const size = { operators: own + sum(parts, "operators"), text: 20 * own + sum(parts, "text") };
    this.#known.set(logic, size);
    return size;
  }

  /** @throws Rejection CANNOT_COMPILE */
  check(key: string, logic: Logic): void {
    const { operators, text } = this.of(logic);
    if (operators > MOST_OPERATORS || text > LONGEST_TEXT) {
      throw new Rejection(
        "CANNOT_COMPILE",
        `${key}: its rules, with the segments and prerequisites they ask for, are too large for the engine`,
        ["rules"],
      );
    }
  }
}

const sum = (sizes: readonly Size[], what: keyof Size): number => sizes.reduce((total, size) => total + size[what], 0);

export const all = (parts: readonly Logic[]): Logic => only(parts) ?? { and: parts };
export const any = (parts: readonly Logic[]): Logic => only(parts) ?? { or: parts };
export const not = (part: Logic): Logic => ({ "!": [part] });
export const attribute = (name: string): Logic => ({ var: name });
export const amongst = (value: Logic, values: readonly Logic[]): Logic => ({ in: [value, values] });

const only = (parts: readonly Logic[]): Logic | undefined => (parts.length === 1 ? parts[0] : undefined);
