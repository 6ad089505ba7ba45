import type { DataOf } from "@ballast/schema";
import { budgetMs, singleIncidentLimitMs } from "../availability/budget.ts";
import { incidentMeter, type KnownHistory, type Measurable } from "./meter.ts";

const FOUR_WEEKS = 28 * 86_400_000;

/**
 * Incidents of which each alone took more than a fifth of the budget of four weeks, in the last four weeks, with what it cost: whether
 * anybody watched before an incident began makes no difference to what it cost.
 */
export function overspending(
  objective: Measurable,
  { incidents, now }: Pick<KnownHistory, "incidents" | "now">,
): readonly Omit<DataOf<"ErrorBudgetOverspent">, "objectiveId">[] {
  const observedFrom = new Map(objective.parts.map(({ serviceId }) => [serviceId, -Infinity]));
  const { byRecord } = incidentMeter(objective, { incidents, observedFrom, now }).over({ from: now - FOUR_WEEKS, to: now });
  const limit = singleIncidentLimitMs(objective.target);
  return [...byRecord].flatMap(([incidentId, badMs]) =>
    badMs > limit
      ? [{ incidentId, badMs: Math.round(badMs), budgetMs: Math.round(budgetMs(FOUR_WEEKS, objective.target)) }]
      : [],
  );
}
