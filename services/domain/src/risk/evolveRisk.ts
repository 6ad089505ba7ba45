import type { RiskEvent } from "@ballast/schema";
import type { Acceptance, RegisteredRisk, Risk } from "./risk.ts";

/** Folds one fact of a risk. */
export function evolveRisk(risk: Risk, event: RiskEvent): Risk {
  if (event.type === "RiskRegistered") {
    return risk.status === "absent"
      ? {
          status: "open",
          ...event.data,
          inputs: null,
          grid: null,
          treatment: "mitigate",
          treatmentState: "notBegun",
          acceptances: [],
          links: [],
        }
      : risk;
  }
  return risk.status === "absent" ? risk : evolveRegistered(risk, event);
}

type Later = Exclude<RiskEvent, { type: "RiskRegistered" }>;

function evolveRegistered(risk: RegisteredRisk, event: Later): RegisteredRisk {
  switch (event.type) {
    case "RiskDescribed": {
      const { reason: _, ...described } = event.data;
      return { ...risk, ...described };
    }
    case "RiskEstimated":
      return { ...risk, inputs: event.data.inputs };
    case "RiskRated":
      return { ...risk, grid: { likelihood: event.data.likelihood, impact: event.data.impact } };
    case "RiskTreatmentSet":
      return { ...risk, treatment: event.data.treatment, treatmentState: event.data.state };
    case "RiskReviewed":
      return risk;
    case "RiskLinked": {
      const { riskId: _, ...link } = event.data;
      return { ...risk, links: [...without(risk, link), link] };
    }
    case "RiskUnlinked":
      return { ...risk, links: without(risk, event.data) };
    case "RiskClosed":
      return { ...risk, status: "closed" };
    case "RiskReopened":
      return { ...risk, status: "open" };
    default:
      return { ...risk, acceptances: acceptancesAfter(risk.acceptances, event) };
  }
}

const without = ({ links }: RegisteredRisk, other: { readonly kind: string; readonly recordId: string }) =>
  links.filter(({ kind, recordId }) => kind !== other.kind || recordId !== other.recordId);

type AcceptanceEvent = Extract<Later, { data: { acceptanceId: string } }>;

function acceptancesAfter(acceptances: readonly Acceptance[], event: AcceptanceEvent): readonly Acceptance[] {
  if (event.type === "AcceptanceProposed") {
    const { riskId: _, ...asked } = event.data;
    return [...acceptances, { ...asked, state: "proposed", reviewerId: null, decidedBy: null, said: "", reminded: [] }];
  }
  return acceptances.map((acceptance) =>
    acceptance.acceptanceId === event.data.acceptanceId ? { ...acceptance, ...changed(acceptance, event) } : acceptance);
}

function changed({ reminded }: Acceptance, event: Exclude<AcceptanceEvent, { type: "AcceptanceProposed" }>): Partial<Acceptance> {
  switch (event.type) {
    case "AcceptanceReviewBegun":
      return { state: "underReview", reviewerId: event.data.reviewerId };
    case "AcceptanceApproved":
      return { state: "approved", decidedBy: event.data.approverId, said: event.data.note };
    case "AcceptanceRejected":
      return { state: "rejected", decidedBy: event.data.approverId, said: event.data.reason };
    case "AcceptanceBegan":
      return { state: "active" };
    case "AcceptanceReminded":
      return { reminded: [...reminded, event.data.daysLeft] };
    case "AcceptanceExpired":
      return { state: "expired" };
    case "AcceptanceWithdrawn":
      return { state: "withdrawn", said: event.data.reason };
  }
}
