import type { Rollout, TargetingRules } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import type { FlagFacts } from "./targetingCommands.ts";

type Named = Pick<FlagFacts, "key" | "variants">;

/** @throws Rejection UNKNOWN_VARIANT */
export function checkVariant(variant: string, { key, variants }: Named): void {
  if (!variants.includes(variant))
    throw new Rejection("UNKNOWN_VARIANT", `${key} has no variant ${variant}; it has ${variants.join(", ")}`, ["variant"]);
}

/** Whether rules name what is there, and each once. @throws Rejection UNKNOWN_VARIANT, INVALID_INPUT */
export function checkRules({ rules, rollout, defaultVariant }: TargetingRules, facts: Named): void {
  checkVariant(defaultVariant, facts);
  if (rollout !== null) checkRollout(rollout, facts);
  for (const { serve } of rules) {
    if (serve.kind === "variant") checkVariant(serve.variant, facts);
    else checkRollout(serve.rollout, facts);
  }
  const ids = rules.map(({ ruleId }) => ruleId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `${facts.key}: two rules have the id ${twice}`, ["rules"]);
}

function checkRollout({ variants }: Rollout, facts: Named): void {
  const names = variants.map(({ variant }) => variant);
  for (const name of names) checkVariant(name, facts);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `${facts.key}: the share gives ${twice} twice`, ["rollout"]);
}

/** The shares of rules by where they stand; the one for everybody else has no id. */
const sharesOf = ({ rules, rollout }: TargetingRules): ReadonlyMap<string | null, Rollout> =>
  new Map<string | null, Rollout>([
    ...rules.flatMap(({ ruleId, serve }): [string, Rollout][] => (serve.kind === "share" ? [[ruleId, serve.rollout]] : [])),
    ...(rollout === null ? [] : [[null, rollout] as const]),
  ]);

/**
 * Where other variants or weights would divide anew those whom a share reaches already, and who stays in it. More or
 * fewer parts never do; nor does a share that reached nobody.
 */
export function rebuckets(before: TargetingRules, after: TargetingRules): boolean {
  const later = sharesOf(after);
  return [...sharesOf(before)].some(([place, share]) => {
    const now = later.get(place);
    return now !== undefined && share.parts > 0 && now.parts > 0 && !sameContent(share.variants, now.variants);
  });
}

/** @throws Rejection WOULD_REBUCKET, unless somebody wants it and names the flag */
export function checkSame(before: TargetingRules, after: TargetingRules, { key, rebucket }: {
  readonly key: string; readonly rebucket: string | null;
}): void {
  if (rebucket !== key && rebuckets(before, after)) {
    throw new Rejection("WOULD_REBUCKET", `other variants or weights would divide the customers of ${key} anew`, ["rebucket"]);
  }
}
