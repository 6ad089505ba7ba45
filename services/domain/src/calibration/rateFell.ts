import { logGamma } from "./gammaQuantile.ts";

/** Failures over a time, in days. */
export interface Span {
  readonly failures: number;
  readonly days: number;
}

/** One-sided, and no more of a chance than this: then it is proven. */
const PROOF = 0.05;

/**
 * Whether failures became rarer: the exact conditional test of two Poisson rates. Given how many there were in all,
 * those after are binomial with the share of the time that lies after, were the rate the same; `p` is the chance of as
 * few or fewer. Source: Przyborowski & Wilenski 1940; Gu et al. 2008.
 */
export function rateFell(before: Span, after: Span): { readonly p: number; readonly proven: boolean } {
  const all = before.failures + after.failures;
  const share = after.days / (before.days + after.days);
  if (all === 0 || after.days <= 0 || before.days <= 0) return { p: 1, proven: false };
  let p = 0;
  for (let few = 0; few <= after.failures; few++)
    p += Math.exp(logBinomial(all, few) + few * Math.log(share) + (all - few) * Math.log1p(-share));
  return { p: Math.min(1, p), proven: p < PROOF };
}

const logBinomial = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
