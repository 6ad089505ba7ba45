import { Rejection } from "@ballast/domain";

const minuteMs = 60_000;

/** Failures that are let through, and within which time. */
const allowed = {
  /** Of one account from one address: who mistypes, or guesses from where the account is at home. */
  pair: { failures: 5, withinMs: minuteMs },
  /** Of all accounts from one address, at accounts that are not at home there. */
  address: { failures: 30, withinMs: minuteMs },
  /** Of one account from all addresses where it is not at home. */
  account: { failures: 20, withinMs: 15 * minuteMs },
} as const;

/** Things remembered of each kind at most; the oldest go first. */
const mostKept = 10_000;

/** Counts failed sign-ins, on this server and for as long as it runs. */
export interface SignInLimits {
  /** @throws Rejection RATE_LIMITED where no further try is let through */
  refuseTooMany(attempt: Attempt): void;
  failed(attempt: Attempt): void;
  succeeded(attempt: Attempt): void;
}

/** Somebody who tries to sign in. */
export interface Attempt {
  readonly login: string;
  readonly address: string;
}

/**
 * Limits guessing by account and by address, without letting an outsider lock anybody out: an account is at home at the
 * addresses from which it was signed in to, and what others do, elsewhere or behind the same proxy, does not count there.
 */
export function signInLimits(now: () => number): SignInLimits {
  const failures = { pair: new Map<string, number[]>(), address: new Map<string, number[]>(), account: new Map<string, number[]>() };
  const home = new Map<string, true>();
  const pairOf = ({ login, address }: Attempt): string => JSON.stringify([login.trim().toLowerCase(), address]);
  const keysOf = (attempt: Attempt): readonly (readonly [keyof typeof allowed, string])[] => {
    const pair = ["pair", pairOf(attempt)] as const;
    return home.has(pair[1]) ? [pair] : [pair, ["address", attempt.address], ["account", attempt.login.trim().toLowerCase()]];
  };
  const recent = (kind: keyof typeof allowed, key: string): number[] =>
    (failures[kind].get(key) ?? []).filter((at) => at > now() - allowed[kind].withinMs);
  return {
    refuseTooMany(attempt) {
      const full = keysOf(attempt).some(([kind, key]) => recent(kind, key).length >= allowed[kind].failures);
      if (full)
        throw new Rejection(
          "RATE_LIMITED",
          "Too many tries that failed: wait some minutes, or sign in by a link from the machine (ballast sign-in).",
        );
    },
    failed(attempt) {
      for (const [kind, key] of keysOf(attempt))
        remember(failures[kind], key, [...recent(kind, key), now()].slice(-allowed[kind].failures));
    },
    succeeded(attempt) {
      failures.pair.delete(pairOf(attempt));
      remember(home, pairOf(attempt), true);
    },
  };
}

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
