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

/** Whether `customer` is among the first `parts` by `seed`, all three asked for: one question finds every place. */
export const placing: Logic = {
  "===": [
    {
      fractional: [
        { cat: [attribute("seed"), attribute("customer")] }, ["in", attribute("parts")], ["out", { "-": [WHOLE, attribute("parts")] }],
      ],
    },
    "in",
  ],
};

/** Divides customers into so many equal parts, each with a word of its own. */
export function dividesEvenly(dividing: Dividing, count: number): { readonly logic: Logic; readonly words: readonly string[] } {
  const words = Array.from({ length: count }, (_, index) => `part-${String(index)}`);
  return { logic: { fractional: [placed(dividing, ""), ...words.map((word) => [word, 1])] }, words };
}
