import type { DataOf, RiskInputs, Treatment, TreatmentState } from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** Where an acceptance is on its way; the last three are its ends. */
export type AcceptanceState = "proposed" | "underReview" | "approved" | "active" | "rejected" | "expired" | "withdrawn";

/** That somebody lives with the risk for a time: asked for by one, approved by another, over by itself. */
export interface Acceptance extends Omit<DataOf<"AcceptanceProposed">, "riskId"> {
  readonly state: AcceptanceState;
  readonly reviewerId: string | null;
  /** Who approved or rejected it. */
  readonly decidedBy: string | null;
  /** What was said when it was approved, rejected or withdrawn. */
  readonly said: string;
  /** Of how many days' notice its owner was told. */
  readonly reminded: readonly number[];
}

/** A record the risk is linked with; an incident is one in which it came true. */
export type RiskLink = Omit<DataOf<"RiskLinked">, "riskId">;

/** A risk of the register as its events tell it. */
export interface RegisteredRisk extends DataOf<"RiskRegistered"> {
  readonly status: "open" | "closed";
  /** Null until somebody has estimated it: it is in no sum then. */
  readonly inputs: RiskInputs | null;
  /** Steps of 1 to 5; null until somebody has rated it. */
  readonly grid: { readonly likelihood: number; readonly impact: number } | null;
  readonly treatment: Treatment;
  readonly treatmentState: TreatmentState;
  /** Oldest first. */
  readonly acceptances: readonly Acceptance[];
  readonly links: readonly RiskLink[];
}

export type Risk = { readonly status: "absent" } | RegisteredRisk;

export const absentRisk: Risk = { status: "absent" };

/** A command's own fields, and its moment. */
type Of<Type extends string, Data> = { readonly type: Type; readonly now: string } & Data;

export type RiskCommand =
  | Of<"RegisterRisk", DataOf<"RiskRegistered"> & { readonly inputs: RiskInputs | null; readonly reason: string }>
  | Of<"DescribeRisk", DataOf<"RiskDescribed">>
  | Of<"EstimateRisk", DataOf<"RiskEstimated">>
  | Of<"RateRisk", DataOf<"RiskRated">>
  | Of<"SetRiskTreatment", DataOf<"RiskTreatmentSet">>
  | Of<"ReviewRisk", DataOf<"RiskReviewed">>
  | Of<"LinkRisk", DataOf<"RiskLinked">>
  | Of<"UnlinkRisk", DataOf<"RiskUnlinked">>
  | Of<"CloseRisk", DataOf<"RiskClosed">>
  | Of<"ReopenRisk", DataOf<"RiskReopened">>
  | AcceptanceCommand;

/** What is said about one acceptance. */
export type AcceptanceCommand =
  | Of<"ProposeAcceptance", DataOf<"AcceptanceProposed">>
  | Of<"BeginAcceptanceReview", DataOf<"AcceptanceReviewBegun">>
  | Of<"ApproveAcceptance", DataOf<"AcceptanceApproved">>
  | Of<"RejectAcceptance", DataOf<"AcceptanceRejected">>
  | Of<"WithdrawAcceptance", DataOf<"AcceptanceWithdrawn">>
  /** What its time has brought: it began, its owner is to be told, it is over. */
  | Of<"PassAcceptanceTime", DataOf<"AcceptanceBegan">>;

export type RiskCommandOf<Type extends RiskCommand["type"]> = Extract<RiskCommand, { type: Type }>;

/** What a risk is called. */
export const riskName = ({ number }: Pick<RegisteredRisk, "number">): string => `RISK-${String(number)}`;

/** The risk, or NOT_FOUND. */
export function registeredRisk(risk: Risk, called: string): RegisteredRisk {
  if (risk.status === "absent") throw new Rejection("NOT_FOUND", `there is no risk ${called}`, ["risk"]);
  return risk;
}

/** The risk, as long as it is one. */
export function openRisk(risk: Risk, riskId: string): RegisteredRisk {
  const known = registeredRisk(risk, riskId);
  if (known.status === "closed") throw new Rejection("RISK_CLOSED", `${riskName(known)} is closed`, ["risk"]);
  return known;
}

/** The acceptance that holds; null where nobody lives with the risk. */
export const activeAcceptance = ({ acceptances }: Pick<RegisteredRisk, "acceptances">): Acceptance | null =>
  acceptances.findLast(({ state }) => state === "active") ?? null;

/** The acceptance that waits for a decision. */
export const askedAcceptance = ({ acceptances }: Pick<RegisteredRisk, "acceptances">): Acceptance | null =>
  acceptances.findLast(({ state }) => state === "proposed" || state === "underReview") ?? null;

/**
 * How it stands: what is done about it comes before that somebody lives with it for now, so that a risk which is both
 * counts as in progress. An acceptance that is over leaves it as it was: not treated.
 */
export function standing(risk: Pick<RegisteredRisk, "status" | "treatment" | "treatmentState" | "acceptances">): RiskStanding {
  if (risk.status === "closed") return "closed";
  if (risk.treatment !== "accept" && risk.treatmentState !== "notBegun") return risk.treatmentState;
  return activeAcceptance(risk) === null ? "notBegun" : "accepted";
}

export const standings = ["notBegun", "inProgress", "accepted", "done", "closed"] as const;
export type RiskStanding = (typeof standings)[number];
