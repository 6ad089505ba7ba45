import { activeAcceptance, askedAcceptance, mitigationName, riskName } from "@ballast/domain/risk";
import type { MitigationRow, RiskRow } from "@ballast/readmodel/risk";
import type { CalendarEntry, Scope } from "../graphql/context.ts";
import { addressOf } from "../graphql/records.ts";

const DAY_MS = 86_400_000;

/** When it is to be looked at again, and when what was accepted of it ends. */
function daysOfRisk(row: RiskRow, scope: Scope): readonly CalendarEntry[] {
  const { riskId, title, ownerId, reviews, registeredAt, reviewEveryDays } = row;
  const view = addressOf(scope, "Risk", riskId);
  const named = `${riskName(row)} ${title}`;
  const review = new Date(Date.parse(reviews.at(-1)?.at ?? registeredAt) + reviewEveryDays * DAY_MS).toISOString();
  const held = [activeAcceptance(row)].filter((one) => one !== null);
  const asked = askedAcceptance(row) === null ? "" : " Another one waits for a decision.";
  return [
    {
      key: `review-${riskId}`, title: `Look at ${named} again`, at: review.slice(0, 10), ownerId, view,
      text: `Every ${String(reviewEveryDays)} days.`,
    },
    ...held.map(({ acceptanceId, until, reason }) => ({
      key: `acceptance-${acceptanceId}`, title: `The acceptance of ${named} ends`, at: new Date(until).toISOString(), ownerId, view,
      text: `${reason}.${asked}`,
    })),
  ];
}

/** The day for which a mitigation that is still to come is promised. */
function dayOfMitigation(row: MitigationRow, scope: Scope): CalendarEntry {
  const [riskId] = row.riskIds;
  return {
    key: `mitigation-${row.mitigationId}`, title: `${mitigationName(row)} ${row.title}`, at: row.dueOn, ownerId: row.ownerId,
    text: row.slips.length === 0 ? "" : `Promised for ${row.slips.map(({ from }) => from).join(", ")} before.`,
    view: riskId === undefined ? "/risks" : addressOf(scope, "Risk", riskId),
  };
}

/** Reviews and acceptances of open risks, and mitigations that are still to come. */
export function riskDays(scope: Scope): readonly CalendarEntry[] {
  const { risks, mitigations } = scope.context.readModel;
  return [
    ...risks.all({ filter: { open: true }, asOf: scope.asOf }).flatMap((row) => daysOfRisk(row, scope)),
    ...mitigations
      .all({ asOf: scope.asOf })
      .filter(({ status }) => status === "planned" || status === "inProgress")
      .map((row) => dayOfMitigation(row, scope)),
  ];
}
