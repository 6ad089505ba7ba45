import type { Criteria, Sample, Witness } from "./look.ts";
import { compareSides, countOf } from "./sides.ts";
import { latencyLimits } from "./latency.ts";

/** Fewer customers than this say nothing, about a release or about anything else. */
export const FEWEST_CUSTOMERS = 20;
/** All witnesses together are believed wrongly with no more than this probability. */
const CHANCE = 0.01;

/** Those that got worse by themselves while the release did: what all share is not the release's doing. By name. */
export function worsened(witnesses: readonly Witness[], criteria: Criteria): readonly string[] {
  const counted = witnesses.filter(({ before, during }) => isEnough(before) && isEnough(during));
  return counted
    .filter((witness) => failsMore(witness, criteria, CHANCE / counted.length) || isSlower(witness, criteria))
    .map(({ name }) => name);
}

const isEnough = ({ byCustomer }: Sample): boolean => countOf(byCustomer) >= FEWEST_CUSTOMERS;

function failsMore({ before, during }: Witness, { minEffectPer100k }: Criteria, required: number): boolean {
  const { canary, baseline, chance } = compareSides({ canary: during.byCustomer, baseline: before.byCustomer });
  return canary > baseline && canary - baseline >= minEffectPer100k / 100_000 && chance < required;
}

/** A twentieth of the requests beyond the same smallest effect, with as many customers: no test, as nothing but mercy hangs on it. */
function isSlower({ before, during }: Witness, criteria: Criteria): boolean {
  const limit = latencyLimits({ ...criteria, maxP95Ms: null }, before.numbers)[0];
  return limit !== undefined && during.numbers.p95Ms !== null && during.numbers.p95Ms > limit.overMs;
}
