import { standingOf } from "@ballast/domain/objective";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { availability, duration, inPercent } from "@ballast/schema/words";
import type { DeployGate } from "../graphql/context.ts";
import { asAnybodySees, type Scope } from "../graphql/scope.ts";
import { historyOf } from "../figures/objectiveHistory.ts";

/**
 * Nothing is deployed to production while the budget of an objective that asks for this is gone. By what anybody may see: the same for
 * whoever asks, and no private incident is told of by being held up.
 */
export const budgetGate: DeployGate = (scope, { serviceId }) => {
  const everybodys = asAnybodySees(scope);
  return scope.context.readModel.objectives
    .all({ serviceId, asOf: scope.asOf })
    .filter(({ policy }) => policy.gateDeploys)
    .flatMap((row) => {
      const gate = closedBy(row, everybodys);
      return gate === null ? [] : [{ kind: "error_budget", recordId: row.id, gate }];
    });
};

/** What of an objective's budget is gone, since when; null while some is left. */
function closedBy(row: ObjectiveRow, scope: Scope): string | null {
  const { leftMs, budgetMs, goneAt, availability: share } = standingOf(row, historyOf(row, scope));
  if (leftMs > 0) return null;
  const since = goneAt === null ? "" : ` since ${new Date(goneAt).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const over = leftMs === 0 ? "nothing is left" : `${duration(Math.round(-leftMs))} over`;
  const reached = share === null ? "" : `, ${availability(100 * share)} where ${inPercent(row.target / 1_000)} is the target`;
  return `The error budget of ${row.name} is gone${since}: ${over} of ${duration(Math.round(budgetMs))}${reached}.`;
}
