import type { Rollout } from "@ballast/schema";
import { isDividing } from "./conditions.ts";
import { all, attribute, type Logic } from "./logic.ts";

/** A share is counted in parts of this. */
export const WHOLE = 100_000;

/** What customers are divided by. */
export interface Dividing {
  readonly seed: string;
  readonly bucketBy: string;
}

const placed = ({ seed, bucketBy }: Dividing, salt: string): Logic => ({ cat: [`${seed.normalize("NFC")}${salt}`, attribute(bucketBy)] });

/**
 * Whether a customer's place is among the first `parts` of 100,000. `in` stands first, so that more parts only ever add
 * customers; the seed takes the flag's key out of the hash.
 */
export const isWithin = (dividing: Dividing, parts: number): Logic =>
  all([
    isDividing(attribute(dividing.bucketBy)),
    { "===": [{ fractional: [placed(dividing, ""), ["in", parts], ["out", WHOLE - parts]] }, "in"] },
  ]);

/** Which variant those within get: by a place of its own, which no number of parts moves. */
export function divided(dividing: Dividing, variants: Rollout["variants"], label: (variant: string) => string): Logic {
  const [first, ...others] = variants;
  if (first !== undefined && others.length === 0) return label(first.variant);
  return { fractional: [placed(dividing, "/variants/"), ...variants.map(({ variant, weight }) => [label(variant), weight])] };
}

/** The attribute that {@link placing} takes the parts from. */
export const PARTS = "parts";
/** Whether a place is among the first so many, the number being asked for with the customer: finds a place by asking. */
export const placing = (dividing: Dividing): Logic => ({
  "===": [{ fractional: [placed(dividing, ""), ["in", attribute(PARTS)], ["out", { "-": [WHOLE, attribute(PARTS)] }]] }, "in"],
});

/** Divides customers into so many equal parts, each with a word of its own. */
export function dividesEvenly(dividing: Dividing, count: number): { readonly logic: Logic; readonly words: readonly string[] } {
  const words = Array.from({ length: count }, (_, index) => `part-${String(index)}`);
  return { logic: { fractional: [placed(dividing, ""), ...words.map((word) => [word, 1])] }, words };
}
