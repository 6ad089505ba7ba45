import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { segmentDecider } from "@ballast/domain/segment";
import { idOf } from "@ballast/eventlog";
import type { FlagContext } from "@ballast/flags";
import type { FlagKind, FlagMetadata, Rollout, SegmentMembers, TargetingRule, TargetingRules, ValueType, Variants } from "@ballast/schema";

/** A group of customers of another product, as it will be here. */
export interface MovedSegment {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly members: SegmentMembers;
}

/** A flag as it is in one environment, without what only its own installation knows. */
export interface SaidFlag {
  readonly key: string;
  readonly description: string;
  readonly kind: FlagKind;
  readonly valueType: ValueType;
  readonly variants: Variants;
  readonly offVariant: string;
  /** Where flags there hash as ours do, this one keeps everybody. */
  readonly seed: string;
  readonly bucketBy: string;
  /** Off for everyone there: it comes under a kill, with its rules below. */
  readonly off: boolean;
  readonly rules: TargetingRules;
  readonly overrides: readonly { readonly customer: string; readonly variant: string }[];
  /** Told beside its value. */
  readonly metadata: FlagMetadata;
}

/** A flag of another product, as it will be here, and what it gives there. */
export interface MovedFlag extends SaidFlag {
  /** Keys of segments that its rules ask for. */
  readonly segments: readonly string[];
  /** What is not as it was there. */
  readonly notes: readonly string[];
  /** What its product gives a customer; null where that cannot be told. */
  readonly given: (context: FlagContext) => string | null;
}

/** What a file of another product comes to. */
export interface Moved {
  readonly segments: readonly MovedSegment[];
  readonly flags: readonly MovedFlag[];
  /** What cannot be said here, flag by flag. */
  readonly refused: readonly { readonly key: string; readonly why: string }[];
}

/** Something of a flag that cannot be said here: the flag is named, and the others go on. */
export class CannotSay extends Error {}

export const flagIdOf = (key: string): string => idOf(flagDecider, managedFlag, key, null);
export const segmentIdOf = (key: string): string => idOf(segmentDecider, key);

/** A name as the key of a segment or a rule. */
export const slugged = (name: string): string =>
  name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 60) || "unnamed";

/** A name as that of a variant. */
export const variantNamed = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 63) || "variant";

/** Percent as parts per 100,000. */
export const partsOf = (percent: number): number => Math.round(percent * 1_000);

/** Each flag by itself: what one cannot say takes no other with it. */
export function eachFlag<Given>(
  given: readonly (readonly [string, Given])[],
  make: (key: string, given: Given) => MovedFlag,
): Pick<Moved, "flags" | "refused"> {
  const flags: MovedFlag[] = [];
  const refused: { key: string; why: string }[] = [];
  for (const [key, one] of given) {
    try {
      flags.push(make(key, one));
    } catch (error) {
      if (!(error instanceof CannotSay)) throw error;
      refused.push({ key, why: error.message });
    }
  }
  return { flags, refused };
}

/** What kind of values these are. @throws CannotSay where they are of several kinds */
export function valueTypeOf(values: readonly unknown[]): ValueType {
  const kinds = new Set(values.map((value) => (typeof value === "object" || value === null ? "json" : typeof value)));
  const [kind] = kinds;
  if (kinds.size > 1 || (kind !== "boolean" && kind !== "string" && kind !== "number" && kind !== "json")) {
    throw new CannotSay(`its values are of several kinds (${[...kinds].join(", ")})`);
  }
  return kind;
}

/** A rule that ends there: who is not within its share gets the off variant there, and goes on to nothing that follows. */
export function rulesServing(rule: Omit<TargetingRule, "serve">, served: string | Rollout, offVariant: string): readonly TargetingRule[] {
  if (typeof served === "string") return [{ ...rule, serve: { kind: "variant", variant: served } }];
  const share: TargetingRule = { ...rule, serve: { kind: "share", rollout: served } };
  if (served.parts === 100_000) return [share];
  return [
    share,
    { ...rule, ruleId: `${rule.ruleId}-rest`, name: `${rule.name}: the others`, serve: { kind: "variant", variant: offVariant } },
  ];
}
