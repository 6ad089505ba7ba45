import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { TargetingRule } from "@ballast/schema";
import { clause, valueIn, type Clause } from "../clauses.ts";
import { unleashPlace } from "../hashes.ts";
import { CannotSay } from "../moved.ts";
import { attributeOf, questionOf, segmentAsked } from "./questions.ts";
import type { Around, Strategy } from "./shapes.ts";

/** True, false, or null where nobody can tell. */
type Told = boolean | null;

/** Whom a strategy gives the flag to. */
export interface Part {
  readonly name: string;
  readonly strategy: Strategy;
  /** The group that it, and its variants, are divided in. */
  readonly group: string;
  readonly conditions: TargetingRule["conditions"];
  readonly percent: number;
  /** The attribute by which it divides; null where it divides nobody. */
  readonly by: string | null;
  /** Keys of segments that it asks for. */
  readonly segments: readonly string[];
  readonly notes: readonly string[];
  readonly holds: (context: FlagContext) => Told;
}

/** By what people are divided: an attribute, or by chance each time. */
export function stickyBy(stickiness: string): { readonly attribute: string; readonly isChance: boolean } {
  if (stickiness === "random") return { attribute: "targetingKey", isChance: true };
  return { attribute: stickiness === "" || stickiness === "default" ? "targetingKey" : attributeOf(stickiness), isChance: false };
}

/** What somebody is divided by; null where it is not known here. */
export function keyIn(context: FlagContext, attribute: string): string | null {
  const value = valueIn(context, attribute);
  return value === undefined || typeof value === "object" || value === "" ? null : String(value);
}

/** @returns null for a strategy that holds for nobody @throws CannotSay */
export function strategyOf(
  strategy: Strategy,
  { key, index, around }: { readonly key: string; readonly index: number; readonly around: Around },
): Part | null {
  const asked = (strategy.constraints ?? []).map(questionOf);
  if (asked.includes("never")) return null;
  const segments = (strategy.segments ?? []).map((id) => segmentAsked(String(id), around));
  const dividing = dividingOf(strategy, key);
  if (dividing === null) return null;
  const clauses: readonly Clause[] = [...asked.filter((one) => typeof one === "object"), ...segments, ...dividing.named];
  return {
    ...dividing, strategy,
    name: (strategy.title ?? "") || `Strategy ${String(index + 1)}`,
    conditions: clauses.map(({ condition }) => condition),
    segments: segments.map((one) => one.key),
    holds: (context) => (clauses.every(({ holds }) => holds(context)) ? dividing.within(context) : false),
  };
}

interface Dividing extends Pick<Part, "percent" | "by" | "group" | "notes"> {
  readonly within: (context: FlagContext) => Told;
  readonly named: readonly Clause[];
}

const chance = "it was drawn anew for every request there; here each customer stays where the seed puts them";

function shareOf(percent: number, stickiness: string, group: string): Dividing {
  const { attribute, isChance } = stickyBy(stickiness);
  const ends = percent >= 100 || percent <= 0;
  return {
    percent, group, named: [], by: ends ? null : attribute, notes: isChance && !ends ? [chance] : [],
    within: (context) => {
      const id = keyIn(context, attribute);
      // Without a key Unleash gives it to nobody, or draws; who has none there is not known here either.
      if (ends && (percent <= 0 || attribute === "targetingKey" || id !== null)) return percent > 0;
      return isChance || id === null ? null : unleashPlace(id, { group }) <= percent;
    },
  };
}

function dividingOf({ name, strategyName, parameters: given }: Strategy, key: string): Dividing | null {
  const of = (parameter: string): string => own(given ?? {}, parameter) ?? "";
  const group = of("groupId") || key;
  const everyone: Dividing = { percent: 100, group, by: null, notes: [], named: [], within: () => true };
  switch (name ?? strategyName ?? "default") {
    case "default":
      return everyone;
    case "userWithId": {
      const ids = of("userIds").split(",").map((id) => id.trim()).filter((id) => id !== "");
      return ids.length === 0 ? null : { ...everyone, named: [clause({ attribute: "targetingKey", operator: "is", values: ids })] };
    }
    case "gradualRolloutUserId":
      return shareOf(Number(of("percentage")), "userId", of("groupId"));
    case "gradualRolloutSessionId":
      return shareOf(Number(of("percentage")), "sessionId", of("groupId"));
    case "gradualRolloutRandom":
      return shareOf(Number(of("percentage")), "random", group);
    case "flexibleRollout":
      return shareOf(Number(of("rollout") || "100"), of("stickiness"), group);
    default:
      throw new CannotSay(`it uses the strategy ${name ?? strategyName ?? ""}`);
  }
}
