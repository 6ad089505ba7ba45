import { riskDecider, type RegisteredRisk } from "@ballast/domain/risk";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import type { DataOf, RiskEvent, RiskInputs } from "@ballast/schema";
import { rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import type { Told } from "../engine/told.ts";

/** One estimate of a risk. */
export type EstimateRow = Told & Pick<DataOf<"RiskEstimated">, "inputs" | "basis" | "reason">;
/** One rating on the grid. */
export type RatingRow = Told & Pick<DataOf<"RiskRated">, "likelihood" | "impact" | "reason">;
/** When which of an acceptance's events came. */
export interface AcceptanceTimes {
  readonly acceptanceId: string;
  readonly askedAt: string;
  readonly decidedAt: string | null;
  readonly beganAt: string | null;
  readonly endedAt: string | null;
  readonly remindedAt: readonly string[];
}

/** When, by whom and in which words. */
interface RiskTimes {
  readonly registeredAt: string;
  /** Every estimate and rating there was, oldest first. */
  readonly estimates: readonly EstimateRow[];
  readonly ratings: readonly RatingRow[];
  readonly reviews: readonly (Told & { readonly note: string })[];
  readonly acceptanceTimes: readonly AcceptanceTimes[];
  /** Why its treatment is what it is. */
  readonly treatmentReason: string;
  readonly closing: (Told & { readonly reason: string }) | null;
}

/** A risk: what the domain says it is, and its times. */
export type RiskRow = Keyed & RegisteredRisk & RiskTimes;

/** Bad minutes that it is expected to cost a year; null while nobody has estimated it. */
export const minutesOf = ({ inputs }: { readonly inputs: RiskInputs | null }): number | null =>
  inputs === null ? null : badMinutesAYear(inputs);

/** A row after one of its events. */
export const riskAfter = rowIsState(riskDecider, timesAfter);

const none = {
  estimates: [], ratings: [], reviews: [], acceptanceTimes: [], treatmentReason: "", closing: null,
};

function timesAfter({ event, metadata }: HappenedAs<RiskEvent>, before: RiskTimes | null): RiskTimes {
  const told: Told = { at: metadata.occurredAt, by: metadata.actor };
  const known: RiskTimes = before ?? { registeredAt: told.at, ...none };
  const { registeredAt, estimates, ratings, reviews, acceptanceTimes, treatmentReason, closing } = known;
  const same: RiskTimes = { registeredAt, estimates, ratings, reviews, acceptanceTimes, treatmentReason, closing };
  switch (event.type) {
    case "RiskEstimated": {
      const { inputs, basis, reason } = event.data;
      return { ...same, estimates: [...estimates, { ...told, inputs, basis, reason }] };
    }
    case "RiskRated": {
      const { likelihood, impact, reason } = event.data;
      return { ...same, ratings: [...ratings, { ...told, likelihood, impact, reason }] };
    }
    case "RiskReviewed":
      return { ...same, reviews: [...reviews, { ...told, note: event.data.note }] };
    case "RiskTreatmentSet":
      return { ...same, treatmentReason: event.data.reason };
    case "RiskClosed":
      return { ...same, closing: { ...told, reason: event.data.reason } };
    case "RiskReopened":
      return { ...same, closing: null };
    default:
      return "acceptanceId" in event.data
        ? { ...same, acceptanceTimes: acceptanceTimesAfter(acceptanceTimes, event as AcceptanceEvent, told.at) }
        : same;
  }
}

type AcceptanceEvent = Extract<RiskEvent, { readonly data: { readonly acceptanceId: string } }>;

function acceptanceTimesAfter(times: readonly AcceptanceTimes[], event: AcceptanceEvent, at: string): readonly AcceptanceTimes[] {
  const { acceptanceId } = event.data;
  if (event.type === "AcceptanceProposed")
    return [...times, { acceptanceId, askedAt: at, decidedAt: null, beganAt: null, endedAt: null, remindedAt: [] }];
  return times.map((known) => (known.acceptanceId === acceptanceId ? { ...known, ...timeOf(known, event, at) } : known));
}

function timeOf({ remindedAt }: AcceptanceTimes, event: AcceptanceEvent, at: string): Partial<AcceptanceTimes> {
  switch (event.type) {
    case "AcceptanceApproved": case "AcceptanceRejected":
      return { decidedAt: at };
    case "AcceptanceBegan":
      return { beganAt: at };
    case "AcceptanceReminded":
      return { remindedAt: [...remindedAt, at] };
    case "AcceptanceExpired": case "AcceptanceWithdrawn":
      return { endedAt: at };
    case "AcceptanceProposed": case "AcceptanceReviewBegun":
      return {};
  }
}
