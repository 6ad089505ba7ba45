import type { FactorEvent, ForecastEvent, MitigationEvent, RiskEvent, RiskInputs } from "@ballast/schema";
import { badMinutesAYear, chanceWords, estimateWords, minutesFigure, riskStandingWords } from "@ballast/schema/badMinutes";
import { inPercent } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, dayText, listed } from "../words.ts";

/** What an estimate comes to: "53 min × 75 % ÷ 60 d, 242 bad minutes a year". */
const worked = (inputs: RiskInputs): string =>
  `${estimateWords({ ...inputs, betweenDays: inputs.betweenMilliDays / 1_000 })}, ${minutesFigure(badMinutesAYear(inputs))} bad minutes a year`;

/** How the events of risks read. */
export const riskSentences: Sentences<RiskEvent> = {
  RiskRegistered: ({ number, title }, { by }) => `${by} registered RISK-${String(number)}, ${title}`,
  RiskDescribed: ({ riskId, reason }, { by, risk }) => `${by} described ${risk(riskId)} anew${because(reason)}`,
  RiskEstimated: ({ riskId, inputs, basis, reason }, { by, risk }) =>
    `${by} estimated ${risk(riskId)} ${basis === "history" ? "by its history " : ""}at ${worked(inputs)}${because(reason)}`,
  RiskRated: ({ riskId, likelihood, impact, reason }, { by, risk }) =>
    `${by} rated ${risk(riskId)}: likelihood ${String(likelihood)}, impact ${String(impact)}${because(reason)}`,
  RiskTreatmentSet: ({ riskId, treatment, state, reason }, { by, risk }) =>
    `${by} said how ${risk(riskId)} is treated: ${treatment}, ${riskStandingWords[state]}${because(reason)}`,
  RiskReviewed: ({ riskId, note }, { by, risk }) => `${by} looked at ${risk(riskId)} again${because(note)}`,
  RiskLinked: ({ riskId, kind, recordId }, { by, risk, incident, release }) => kind === "incident"
    ? `${by} said that ${risk(riskId)} came true in ${incident(recordId)}`
    : `${by} linked ${risk(riskId)} with ${release(recordId)}`,
  RiskUnlinked: ({ riskId, kind, recordId, reason }, { by, risk, incident, release }) =>
    `${by} took back that ${risk(riskId)} has to do with ${kind === "incident" ? incident(recordId) : release(recordId)}${because(reason)}`,
  RiskClosed: ({ riskId, reason }, { by, risk }) => `${by} closed ${risk(riskId)}${because(reason)}`,
  RiskReopened: ({ riskId, reason }, { by, risk }) => `${by} reopened ${risk(riskId)}${because(reason)}`,
  AcceptanceProposed: ({ riskId, until, reason }, { by, risk }) =>
    `${by} asked to accept ${risk(riskId)} until ${dayText(until)}${because(reason)}`,
  AcceptanceReviewBegun: ({ riskId }, { by, risk }) => `${by} looks at whether to accept ${risk(riskId)}`,
  AcceptanceApproved: ({ riskId, note }, { by, risk }) => `${by} approved accepting ${risk(riskId)}${because(note)}`,
  AcceptanceRejected: ({ riskId, reason }, { by, risk }) => `${by} did not approve accepting ${risk(riskId)}${because(reason)}`,
  AcceptanceBegan: ({ riskId }, { risk }) => `${risk(riskId)} is accepted from now on`,
  AcceptanceReminded: ({ riskId, daysLeft }, { risk }) =>
    `The acceptance of ${risk(riskId)} ends in ${count(daysLeft, "day")} or less: its owner was told`,
  AcceptanceExpired: ({ riskId }, { risk }) => `The acceptance of ${risk(riskId)} is over`,
  AcceptanceWithdrawn: ({ riskId, reason }, { by, risk }) => `${by} took back the acceptance of ${risk(riskId)}${because(reason)}`,
};

/** Whom they concern: what somebody decided, or has to, is everybody's. */
export const riskTelling: Telling<RiskEvent> = {
  RiskRegistered: "everybody",
  RiskDescribed: "followers",
  RiskEstimated: "followers",
  RiskRated: "followers",
  RiskTreatmentSet: "followers",
  RiskReviewed: "followers",
  RiskLinked: "followers",
  RiskUnlinked: "followers",
  RiskClosed: "everybody",
  RiskReopened: "everybody",
  AcceptanceProposed: "everybody",
  AcceptanceReviewBegun: "followers",
  AcceptanceApproved: "everybody",
  AcceptanceRejected: "everybody",
  AcceptanceBegan: "followers",
  AcceptanceReminded: "followers",
  AcceptanceExpired: "everybody",
  AcceptanceWithdrawn: "everybody",
};

/** How the events of mitigations and factors read. */
export const mitigationSentences: Sentences<MitigationEvent | FactorEvent> = {
  MitigationPlanned: ({ number, title, riskIds, dueOn }, { by, risk }) =>
    `${by} planned M-${String(number)}, ${title}, until ${dayText(dueOn)} for ${listed(riskIds.map(risk))}`,
  MitigationDescribed: ({ mitigationId, reason }, { by, mitigation }) =>
    `${by} described ${mitigation(mitigationId)} anew${because(reason)}`,
  MitigationDueMoved: ({ mitigationId, dueOn, becauseOf, reason }, { by, mitigation }) =>
    `${by} moved ${mitigation(mitigationId)} to ${dayText(dueOn)}${becauseOf === null ? "" : `, which waits for ${mitigation(becauseOf)}`}${because(reason)}`,
  MitigationBegun: ({ mitigationId }, { by, mitigation }) => `${by} began ${mitigation(mitigationId)}`,
  MitigationDelivered: ({ mitigationId, releaseId, note }, { by, mitigation, release }) =>
    `${by} delivered ${mitigation(mitigationId)}${releaseId === null ? "" : ` with ${release(releaseId)}`}${because(note)}`,
  MitigationGivenUp: ({ mitigationId, reason }, { by, mitigation }) => `${by} gave up ${mitigation(mitigationId)}${because(reason)}`,
  FactorStated: ({ title, detectMinutes, resolveMinutes, frequencyPercent, reason }, { by }) =>
    `${by} said what makes every risk bigger: ${title}, ${minutesFigure(detectMinutes + resolveMinutes)} min and ${inPercent(frequencyPercent)} more${because(reason)}`,
  FactorEnded: ({ factorId, reason }, { by, factor }) => `${by} said that ${factor(factorId)} is over${because(reason)}`,
};

export const mitigationTelling: Telling<MitigationEvent | FactorEvent> = {
  MitigationPlanned: "followers",
  MitigationDescribed: "followers",
  MitigationDueMoved: "everybody",
  MitigationBegun: "followers",
  MitigationDelivered: "everybody",
  MitigationGivenUp: "everybody",
  FactorStated: "followers",
  FactorEnded: "followers",
};

/** How the events of forecasts read. */
export const forecastSentences: Sentences<ForecastEvent> = {
  ForecastAsked: ({ objectiveId, day, period }, { objective }) =>
    `The forecast of ${day} for the ${period} of ${objective(objectiveId)} was asked for`,
  ForecastKept: ({ chance, low, high }) =>
    `A forecast was kept: ${chanceWords(chance)} chance of missing the target, ${minutesFigure(low)} to ${minutesFigure(high)} bad minutes in its time`,
};

const routine = { silent: "it comes every day, and is read where its objective is" } as const;
export const forecastTelling: Telling<ForecastEvent> = { ForecastAsked: routine, ForecastKept: routine };
