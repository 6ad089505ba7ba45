import type { MayBeDue } from "@ballast/domain/forum";
import { activeAcceptance } from "@ballast/domain/risk";
import type { Scope } from "../graphql/context.ts";

const DAY_MS = 86_400_000;

/** When each open risk is to be looked at again, and when what was accepted of it ends. */
export const riskDue = (scope: Scope): readonly MayBeDue[] =>
  scope.context.readModel.risks.all({ filter: { open: true }, asOf: scope.asOf }).flatMap((row): readonly MayBeDue[] => {
    const { riskId, serviceIds, reviews, registeredAt, reviewEveryDays } = row;
    const of = { record: { kind: "risk", recordId: riskId }, serviceIds };
    const again = new Date(Date.parse(reviews.at(-1)?.at ?? registeredAt) + reviewEveryDays * DAY_MS).toISOString().slice(0, 10);
    const held = activeAcceptance(row);
    return [
      { ...of, kind: "risk", dueOn: again },
      ...(held === null ? [] : [{ ...of, kind: "acceptance", dueOn: new Date(held.until).toISOString().slice(0, 10) } as const]),
    ];
  });
