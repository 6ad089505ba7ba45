import { conditionWords, rolloutWords, type FlagNames } from "@ballast/domain/targeting";
import { placeFigure, share } from "@ballast/schema/words";
import type { ExplainedStep, Explanation } from "./explain.ts";
import { WHOLE } from "./shares.ts";
import type { FlagInEnvironment } from "./steps.ts";

function shareWords({ share: divided, held }: ExplainedStep): string {
  if (divided === null) return held ? "within" : "not within";
  return numberWords(divided.place, divided.parts);
}

/** What one step asks, and what the answer was for this customer. */
export function stepWords(
  step: ExplainedStep,
  { targeting }: FlagInEnvironment,
  names: FlagNames,
): { readonly asks: string; readonly answer: string } {
  const { place, held } = step;
  if (place === "kill") return { asks: "Kill", answer: held ? "engaged" : "not engaged" };
  if (place === "prerequisites") {
    const said = step.prerequisites
      .map(({ flagId, key, variant }) => `${key ?? names.flag(flagId)} is ${variant ?? "not there"}`)
      .join(", ");
    return { asks: "Needs", answer: said || "nothing" };
  }
  if (place === "named") return { asks: "Named", answer: held ? "yes" : "no" };
  if (place === "share")
    return { asks: targeting.rules.rollout === null ? "Share" : rolloutWords(targeting.rules.rollout), answer: shareWords(step) };
  if (place === "default") return { asks: "Everyone else", answer: targeting.rules.defaultVariant };
  const failed = step.conditions.filter((one) => !one.held).map(({ condition }) => conditionWords(condition, names));
  const missed = failed.length === 0 ? shareWords(step) : `not so: ${failed.join("; ")}`;
  return { asks: step.name ?? "Rule", answer: held ? "yes" : missed };
}

/** Where somebody stands in a share: `place` of 100,000, null where nothing is known that it could be divided by. */
export function numberWords(place: number | null, parts: number): string {
  if (place === null) return `nobody can say whether it is under ${share(parts)}: it has no place`;
  return parts >= WHOLE ? "everyone" : `its number ${placeFigure(place / 1_000)} is ${place < parts ? "under" : "over"} ${share(parts)}`;
}

/** Why somebody gets what they get, in words: the last step on the way. */
export function becauseWords({ steps, evaluation }: Explanation, subject: FlagInEnvironment, names: FlagNames): string {
  if (evaluation.place === null) return evaluation.error ?? "it was archived: its callers' code default";
  const last = steps.findLast(({ reached }) => reached);
  if (last === undefined) return "";
  const { targeting } = subject;
  switch (last.place) {
    case "kill":
      return "killed, above every rule";
    case "prerequisites":
      return `what it needs is not there: ${stepWords(last, subject, names).answer}`;
    case "named":
      return "named";
    case "share":
      return shareWords(last);
    case "default":
      return targeting.rules.rollout === null || targeting.rules.rollout.parts === 0 ? "everyone else" : shareOf(steps);
    default:
      return `rule: ${last.name ?? ""}`;
  }
}

/** Everyone else is whoever the share did not reach. */
const shareOf = (steps: readonly ExplainedStep[]): string => {
  const asked = steps.find(({ place }) => place === "share");
  return asked === undefined ? "everyone else" : shareWords(asked);
};
