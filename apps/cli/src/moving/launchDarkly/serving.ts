import type { FlagContext } from "@ballast/flags";
import type { Rollout } from "@ballast/schema";
import { valueIn } from "../clauses.ts";
import { launchDarklyPlace } from "../hashes.ts";
import { CannotSay, rulesServing } from "../moved.ts";
import { attributeAt, clauseOf } from "./questions.ts";
import type { Around, Rule, SdkFlag, Served } from "./shapes.ts";

/** What serving is worked out with. */
export interface Serving {
  readonly key: string;
  readonly flag: SdkFlag;
  readonly named: (at: number | undefined) => string;
}

/** What is given at one place of a flag. */
export interface Ending {
  readonly variant: string | null;
  readonly rollout: Rollout | null;
  /** The attribute that it divides by; null where it divides nobody. */
  readonly by: string | null;
  readonly given: (context: FlagContext) => string | null;
}

/** What is served where it ends: a variant, or a division among several. @throws CannotSay */
export function serving({ variation, rollout }: Served, { key, flag, named }: Serving): Ending {
  if (rollout === null || rollout === undefined) {
    const variant = named(variation);
    return { variant, rollout: null, by: null, given: (): string => variant };
  }
  if (rollout.contextKind !== "user") throw new CannotSay(`it divides contexts of the kind ${rollout.contextKind}`);
  // An experiment divides by the key, whatever it says.
  const { attribute } = attributeAt(rollout.kind === "experiment" ? "key" : (rollout.bucketBy ?? "key"));
  const prefix = rollout.seed === null || rollout.seed === undefined ? `${key}.${flag.salt}` : String(rollout.seed);
  const last = named(rollout.variations.at(-1)?.variation);
  return {
    variant: null,
    by: attribute,
    rollout: shareOf(
      rollout.variations.flatMap(({ variation: at, weight }) => (weight > 0 ? [{ variant: named(at), weight }] : [])),
      named(flag.offVariation ?? undefined),
    ),
    given: (context) => {
      const id = valueIn(context, attribute);
      if (typeof id !== "string" && typeof id !== "number") return null;
      const place = launchDarklyPlace(prefix, String(id));
      let sum = 0;
      for (const { variation: at, weight } of rollout.variations) {
        sum += weight / 100_000;
        if (place < sum) return named(at);
      }
      return last;
    },
  };
}

/** A division as a share: the off variant is who is not within it, so that a ramp goes on from where it was. */
function shareOf(divided: readonly { readonly variant: string; readonly weight: number }[], offVariant: string): Rollout {
  const on = divided.filter(({ variant }) => variant !== offVariant);
  const parts = on.reduce((sum, { weight }) => sum + weight, 0);
  return on.length === 0
    ? { parts: 0, variants: [{ variant: offVariant, weight: 1 }] }
    : { parts: Math.min(100_000, parts), variants: on.map(({ variant, weight }) => ({ variant, weight: on.length === 1 ? 1 : weight })) };
}

/** @throws CannotSay */
export function ruleOf(rule: Rule, { index, around, ...where }: Serving & { readonly index: number; readonly around: Around }) {
  if (rule.clauses.length === 0) throw new CannotSay("a rule of it asks nothing");
  const clauses = rule.clauses.map((one) => clauseOf(one, around.segments));
  const served = serving(rule, where);
  const name = rule.description?.trim().slice(0, 200) ?? "";
  return {
    rules: rulesServing(
      {
        ruleId: `rule-${String(index + 1)}`, name: name === "" ? `Rule ${String(index + 1)}` : name,
        conditions: clauses.map(({ condition }) => condition),
      },
      served.rollout ?? served.variant ?? where.named(undefined),
      where.named(where.flag.offVariation ?? undefined),
    ),
    by: served.by,
    segments: clauses.flatMap(({ segment }) => segment ?? []),
    holds: (context: FlagContext): boolean => clauses.every(({ holds }) => holds(context)),
    given: served.given,
  };
}
