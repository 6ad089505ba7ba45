import { duration, inPercent } from "@ballast/schema/words";
import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { ObjectiveLine, ObjectiveRecord } from "./objectiveDocuments.ts";

const MINUTE_MS = 60_000;

/** A length in minutes as people say it, of either sign. */
export const minutes = (value: number): string => duration(Math.round(value * MINUTE_MS));

/** `99.8 %`, with as many digits as somebody gave it. */
export const target = (percent: number): string => inPercent(percent);

/** Over which time: "in any 30 days", "each month (Europe/Zurich)". */
export function windowWords({ kind, days, unit, timeZone }: ObjectiveLine["window"]): string {
  return kind === "rolling"
    ? `in any ${counted(days ?? 0, "day")}`
    : `each ${unit ?? "month"}${timeZone === "UTC" || timeZone === null ? "" : ` (${timeZone})`}`;
}

/** What it is about, shortest first. */
export function partsWords(parts: ObjectiveLine["parts"]): string {
  return parts
    .map(
      ({ service, component, sharePercent }) =>
        `${component ?? service?.name ?? "a service"}${sharePercent === 100 ? "" : ` (${inPercent(sharePercent)})`}`,
    )
    .join(", ");
}

/** What becomes of deploys once a budget is gone. */
export const gateWords = ({ gateDeploys }: ObjectiveRecord["policy"]): string =>
  gateDeploys
    ? "Nothing is deployed to production once it is gone, unless somebody who may says why; rollbacks always are"
    : "Deploys go on when it is gone";

/** What becomes of an incident that takes much of it. */
export const largeIncidentWords = ({ askForActions }: ObjectiveRecord["policy"]): string =>
  `One incident over a fifth of the budget of four weeks asks for ${askForActions ? "an action" : "nothing"}`;

/** How it stands, as one state. */
export type State = "unknown" | "gone" | "burning" | "tight" | "fine";

/** Gone when nothing is left, burning while a rule fires, tight with less than a quarter left or a day ahead on which it will be gone. */
export function stateOf({ availabilityPercent, budgetMinutes, leftMinutes, burnRates, forecastGoneAt }: ObjectiveLine["standing"]): State {
  if (availabilityPercent === null) return "unknown";
  if (leftMinutes <= 0) return "gone";
  if (burnRates.some(({ fires }) => fires)) return "burning";
  return leftMinutes < budgetMinutes / 4 || forecastGoneAt !== null ? "tight" : "fine";
}

export const stateTones: Readonly<Record<State, Tone>> = { unknown: "idle", gone: "bad", burning: "bad", tight: "attention", fine: "good" };
export const stateWords: Readonly<Record<State, string>> = {
  unknown: "Not observed", gone: "Overdrawn", burning: "Burning", tight: "Running out", fine: "Within",
};

const needs: readonly State[] = ["gone", "burning", "tight", "unknown", "fine"];

/** What needs somebody first; of the same need, the one with the smallest share of its budget left. */
export function byNeed(objectives: readonly ObjectiveLine[]): readonly ObjectiveLine[] {
  const left = ({ standing: { leftMinutes, budgetMinutes } }: ObjectiveLine): number =>
    budgetMinutes === 0 ? 0 : leftMinutes / budgetMinutes;
  return objectives.toSorted(
    (a, b) => needs.indexOf(stateOf(a.standing)) - needs.indexOf(stateOf(b.standing)) || left(a) - left(b) || a.name.localeCompare(b.name),
  );
}

/** All objectives in one sentence: how many are kept, and which needs somebody most. */
export function objectivesSentence(objectives: readonly ObjectiveLine[]): string {
  const [worst] = byNeed(objectives);
  if (worst === undefined) return "Nobody has said yet how available anything is to be.";
  const kept = objectives.filter(({ standing }) => standing.leftMinutes > 0 && standing.availabilityPercent !== null).length;
  const all =
    kept === objectives.length
      ? `All ${counted(objectives.length, "objective")} have budget left`
      : `${String(kept)} of ${counted(objectives.length, "objective")} have budget left`;
  const state = stateOf(worst.standing);
  return `${objectives.length === 1 ? (kept === 1 ? "The objective has budget left" : "The objective has no budget left") : all}${state === "fine" ? "." : `; ${worst.name} needs a look: ${leftWords(worst.standing)}.`}`;
}

/** What is left, in words. */
export function leftWords({ leftMinutes, budgetMinutes, availabilityPercent }: ObjectiveLine["standing"]): string {
  if (availabilityPercent === null) return "nothing was observed";
  return leftMinutes < 0
    ? `${minutes(-leftMinutes)} over its budget of ${minutes(budgetMinutes)}`
    : `${minutes(leftMinutes)} of ${minutes(budgetMinutes)} left`;
}
