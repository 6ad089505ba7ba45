import type { Rollout, ValueType } from "@ballast/schema";
import { share } from "@ballast/schema/words";
import { isGoing, isPending, partsOf, type OpenTargeting } from "./targeting.ts";
import { changeWords, listedWords, ruleWords, type FlagNames } from "./words.ts";

/** What is to be known of a flag to say what it gives. */
export interface SaidFlag {
  readonly valueType: ValueType;
  readonly offVariant: string;
}

/** Everyone, in parts per 100,000. */
const EVERYONE = 100_000;

/** Somebody gets a variant. */
interface Clause {
  readonly variant: string;
  readonly whom: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ofRollout = ({ parts, variants }: Rollout, whom: (of: string) => string): readonly Clause[] => {
  const weights = variants.reduce((sum, { weight }) => sum + weight, 0);
  return variants.flatMap(({ variant, weight }) => {
    const each = Math.round((parts * weight) / weights);
    return parts === 0 ? [] : [{ variant, whom: each === EVERYONE ? whom("everyone") : whom(share(each)) }];
  });
};

/** Who gets what by rule, share and for all others; what follows a share of everyone reaches nobody. */
function byRules({ rules: { rules, rollout, defaultVariant } }: OpenTargeting, names: FlagNames): readonly Clause[] {
  const ruled = rules.flatMap((rule): readonly Clause[] => {
    const whom = `where ${ruleWords(rule, names)}`;
    return rule.serve.kind === "variant"
      ? [{ variant: rule.serve.variant, whom }]
      : ofRollout(rule.serve.rollout, (of) => `${of} of those ${whom}`);
  });
  const shared = rollout === null ? [] : ofRollout(rollout, (of) => (of === "everyone" ? "everyone" : `${of} of customers`));
  const all = (rollout?.parts ?? 0) === EVERYONE;
  const others = ruled.length + shared.length === 0 ? "everyone" : "all other customers";
  return [...ruled, ...shared, ...(all ? [] : [{ variant: defaultVariant, whom: others }])];
}

const namedOnes = (count: number): string => `${String(count)} named ${count === 1 ? "one" : "ones"}`;

/** What it would give if nothing were killed: "on for 5 % of customers and 3 named ones". */
function given(targeting: OpenTargeting, { valueType, offVariant }: SaidFlag, names: FlagNames): string {
  const clauses = byRules(targeting, names);
  const named = Map.groupBy(targeting.overrides, ({ variant }) => variant);
  const variants = [...new Set([...clauses.map(({ variant }) => variant), ...named.keys()])].filter((variant) => variant !== offVariant);
  const called = (variant: string): string => (valueType === "boolean" && variant !== offVariant ? "on" : variant);
  const on = variants.map((variant) => {
    const whom = clauses.filter((clause) => clause.variant === variant).map((clause) => clause.whom);
    const count = named.get(variant)?.length ?? 0;
    return `${called(variant)} ${forWhom([...whom, ...(count > 0 ? [namedOnes(count)] : [])])}`;
  });
  // Who is kept out matters only where somebody else is in.
  const out =
    on.length === 0
      ? []
      : clauses.filter(({ variant, whom }) => variant === offVariant && whom.startsWith("where ")).map(({ whom }) => whom);
  const namedOff = named.get(offVariant)?.length ?? 0;
  const except = [...out, ...(namedOff > 0 && on.length > 0 ? [`for ${namedOnes(namedOff)}`] : [])];
  return on.length === 0 ? "off for everyone" : `${on.join(", ")}${except.length === 0 ? "" : `, not ${listedWords(except)}`}`;
}

const forWhom = (whom: readonly string[]): string => {
  const joined = listedWords(whom);
  return joined.startsWith("where ") ? joined : `for ${joined}`;
};

/** Within a sentence nothing ends one. */
const withoutStop = (text: string | null | undefined): string => text?.replace(/\.$/, "") ?? "";

/** Where its ramp is, and what comes next. */
function ramping({ ramp }: OpenTargeting): readonly string[] {
  if (ramp === null) return [];
  const { state, step, plan: { steps }, holds, outcome } = ramp;
  if (state === "held") return [`its ramp is held: ${withoutStop(holds[0]?.reason)}`];
  if (state === "wentBack") return [`its ramp went back: ${withoutStop(outcome)}`];
  if (!isGoing(ramp)) return [];
  const next = steps[step + 1];
  return [next === undefined ? "the last step of its ramp" : `ramping, ${share(next.parts)} next`];
}

function asked(targeting: OpenTargeting): readonly string[] {
  return targeting.requests
    .filter(isPending)
    .map((request) => `${changeWords(request.change, targeting)} is ${request.state === "open" ? "proposed" : "planned"}`);
}

/**
 * What a flag does in one environment, in one sentence without its full stop: shared by lists, pages, the command line
 * and whoever else says it. The most important comes first: what it gives now.
 */
export function flagSentence(targeting: OpenTargeting, flag: SaidFlag, names: FlagNames): string {
  const gives = given(targeting, flag, names);
  const needed = targeting.rules.prerequisites.map(({ flagId }) => names.flag(flagId));
  const needs = needed.length === 0 ? [] : [`needs ${listedWords(needed)}`];
  if (targeting.kills.length > 0)
    return [
      "Off for everyone: killed",
      gives === "off for everyone" ? "it was off before too" : `releasing it restores ${gives}`,
      ...asked(targeting),
    ].join("; ");
  // A variant's name is written as it is.
  const first = flag.valueType === "boolean" || gives === "off for everyone" ? capital(gives) : gives;
  return [first, ...needs, ...ramping(targeting), ...asked(targeting)].join("; ");
}

/** Where a flag stands in an environment; what needs a look stands first. */
export const flagStates = ["killed", "ramping", "onForSome", "toCleanUp", "onForEveryone", "off"] as const;
export type FlagState = (typeof flagStates)[number];

/** What decides whether a flag is to be cleaned up. */
export interface Ageing {
  /** Whether it is meant to go again: release, experiment. */
  readonly temporary: boolean;
  readonly registeredAt: string;
  readonly expiresAt: string | null;
  /** Since when it gives what it gives. */
  readonly turnedAt: string;
  /** When it was evaluated for the last time; null: never, as far as is known. */
  readonly evaluatedAt: string | null;
  /**
   * Since when evaluations are counted at all in its environment; null: none was. Before, silence says nothing: applications may ask
   * where Ballast does not hear them.
   */
  readonly countedSince: string | null;
  /** After so many days of nothing new it is stale; null: as flags usually are. */
  readonly cleanUpAfterDays: number | null;
  readonly now: string;
}

/** Why a temporary flag is to be cleaned up: its end is past, it gave everyone the same for long, or nobody asks for it any more. */
export type StaleBecause = "expired" | "settled" | "unused";

const DAY_MS = 24 * 60 * 60_000;
/** A temporary flag is young for so long, ms; and then stale once it gave everyone the same, or was not asked for, for so many days. */
const YOUNG_MS = 30 * DAY_MS;
const SETTLED_DAYS = 7;

/** Since when nobody has asked for a flag, as far as evaluations are counted; null where none are. ISO. */
export function silentSince({ registeredAt, evaluatedAt, countedSince }: Ageing): string | null {
  if (evaluatedAt !== null) return evaluatedAt;
  if (countedSince === null) return null;
  return Date.parse(countedSince) > Date.parse(registeredAt) ? countedSince : registeredAt;
}

/** Why a flag has outlived its purpose; null where it has not. `launched`: everyone gets something else than the off variant. */
export function staleBecause(ageing: Ageing, launched: boolean): StaleBecause | null {
  const { temporary, registeredAt, expiresAt, turnedAt, now } = ageing;
  if (!temporary) return null;
  const at = Date.parse(now);
  if (expiresAt !== null && Date.parse(expiresAt) <= at) return "expired";
  if (at - Date.parse(registeredAt) < YOUNG_MS) return null;
  const settledMs = (ageing.cleanUpAfterDays ?? SETTLED_DAYS) * DAY_MS;
  if (launched && at - Date.parse(turnedAt) >= settledMs) return "settled";
  const silent = silentSince(ageing);
  return silent !== null && at - Date.parse(silent) >= settledMs ? "unused" : null;
}

/** Whether everyone gets the same, and what. */
export function givenToEveryone({ rules, overrides }: Pick<OpenTargeting, "rules" | "overrides">): string | null {
  if (rules.rules.length > 0 || overrides.length > 0 || rules.prerequisites.length > 0) return null;
  const parts = partsOf(rules);
  if (rules.rollout === null || parts === 0) return rules.defaultVariant;
  const [one, ...more] = rules.rollout.variants;
  if (parts < EVERYONE && rules.defaultVariant !== one?.variant) return null;
  return more.length === 0 ? (one?.variant ?? null) : null;
}

type Said = Pick<SaidFlag, "offVariant">;

/** Why it is to be cleaned up where it stands; null where it is not, or a kill or a ramp comes first. */
export function toCleanUpBecause(targeting: OpenTargeting, { offVariant }: Said, ageing: Ageing): StaleBecause | null {
  if (targeting.kills.length > 0 || isGoing(targeting.ramp)) return null;
  const everyone = givenToEveryone(targeting);
  return staleBecause(ageing, everyone !== null && everyone !== offVariant);
}

/** Where a flag stands. */
export function flagState(targeting: OpenTargeting, { offVariant }: Said, ageing: Ageing): FlagState {
  if (targeting.kills.length > 0) return "killed";
  if (isGoing(targeting.ramp)) return "ramping";
  if (toCleanUpBecause(targeting, { offVariant }, ageing) !== null) return "toCleanUp";
  const everyone = givenToEveryone(targeting);
  if (everyone === null) return "onForSome";
  return everyone === offVariant ? "off" : "onForEveryone";
}
