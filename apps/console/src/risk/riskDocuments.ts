import { graphql } from "@ballast/schema/graphql";
import type { ResultOf, RiskSort, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { actorFields, historyFields, nodesOf } from "../data/fields.ts";

const inputFields = graphql(`fragment RiskInputFields on RiskInputs { detectMinutes resolveMinutes impactPer100k betweenDays }`);
/** What a risk's cost is made from. */
export type Inputs = ResultOf<typeof inputFields>;

const lineFields = graphql(`
  fragment RiskLineFields on Risk {
    id reference title category minutesAYear standing treatment treatmentState closed nextReviewAt inputs { ...RiskInputFields }
    historySays { minutesAYear drift failures } rating { likelihood impact } owner { id name } services { slug }
    acceptance { until } mitigations { id reference dueOn status overdueDays slips { from } }
    cameTrueIn { incident { id reference } }
  }
`, [inputFields]);
/** A risk as lists show it. */
export type RiskLine = ResultOf<typeof lineFields>;

export const risksDocument = graphql(`
  query Risks($first: Int, $after: String, $filter: RiskFilter, $sort: RiskSort, $asOf: AsOf) {
    risks(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ...RiskLineFields } }
    }
  }
`, [lineFields]);

/** Which risks, as the API takes it. */
type RiskFilter = NonNullable<VariablesOf<typeof risksDocument>["filter"]>;

export const registerDocument = graphql(`
  query RiskRegister($asOf: AsOf) {
    unforeseen(asOf: $asOf) { days badMinutes unforeseenMinutes share records { badMinutes incident { id reference title } } }
    riskRegister(asOf: $asOf) {
      target budget count total factorMinutes tooBigAbove fitting unallocated tooBig { id reference title } unestimated { id }
      factors { id title detectMinutes resolveMinutes frequencyPercent }
    }
    risks(first: 500, filter: { open: true }, asOf: $asOf) {
      totalCount
      edges { node { id reference title minutesAYear standing rating { likelihood impact } acceptance { until } mitigations { status overdueDays } } }
    }
  }
`);
/** The register against its budget. */
export type Register = ResultOf<typeof registerDocument>["riskRegister"];
/** What no risk had foreseen. */
export type Unforeseen = ResultOf<typeof registerDocument>["unforeseen"];
/** A risk as the picture over the list has it. */
export type RegisterRisk = ResultOf<typeof registerDocument>["risks"]["edges"][number]["node"];

export const calibrationDocument = graphql(`
  query RiskCalibrations($asOf: AsOf) {
    risks(first: 500, filter: { open: true }, asOf: $asOf) {
      totalCount
      edges {
        node {
          id reference title revision minutesAYear inputs { ...RiskInputFields } owner { id }
          historySays: historyForAll { minutesAYear drift inputs { ...RiskInputFields } }
        }
      }
    }
  }
`, [inputFields]);
/** A risk as far as it may be calibrated. */
export type CalibrationLine = ResultOf<typeof calibrationDocument>["risks"]["edges"][number]["node"];

const mitigationFields = graphql(`
  fragment RiskMitigationFields on Mitigation {
    id reference title description dueOn realDueOn status overdueDays daysLate priceOfLateness deliveredAt revision owner { id name }
    needs { id reference } waitsFor { id reference } release { id version }
    slips { at by { ...ActorFields } from to reason becauseOf { reference } }
    effects {
      risk { id } detectMinutes resolveMinutes impactPer100k betweenDays saves
      test { failuresBefore daysBefore failuresAfter daysAfter p proven }
    }
  }
`, [actorFields]);
/** What is done about a risk. */
export type MitigationLine = ResultOf<typeof mitigationFields>;

export const riskDocument = graphql(`
  query Risk($id: ID!, $asOf: AsOf) {
    risk(id: $id, asOf: $asOf) {
      id reference title category reviewEveryDays observedSince registeredAt nextReviewAt minutesAYear standing treatment treatmentState treatmentReason
      closed revision statement { if then until } inputs { ...RiskInputFields } owner { id name } services { slug name }
      rating { likelihood impact }
      estimates { at by { ...ActorFields } basis reason minutesAYear inputs { ...RiskInputFields } }
      reviews { at by { ...ActorFields } note }
      acceptances { id state reason askedAt from until decidedAt beganAt endedAt remindedAt said requestedBy { id name } decidedBy { id name } }
      historySays { minutesAYear low high drift failures days inputs { ...RiskInputFields } }
      historyForAll { drift failures inputs { ...RiskInputFields } }
      calibration { at registered minutesAYear low high }
      cameTrueIn { at minutes badMinutes impactPer100k incident { id reference title } }
      releases { id version service { name } } findings { id title sitting { id dueOn forum { title } } }
      assessments { id lens { name } }
      mitigations { ...RiskMitigationFields } afterMitigations { minutesAYear }
      history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
    riskRegister(asOf: $asOf) { budget target tooBigAbove }
  }
`, [inputFields, actorFields, mitigationFields, historyFields]);
/** A risk with everything around it. */
export type RiskRecord = NonNullable<ResultOf<typeof riskDocument>["risk"]>;
export type RiskAcceptance = RiskRecord["acceptances"][number];

/** What a forecast may be about. */
export const forecastSubjectsDocument = graphql(`query ForecastSubjects($asOf: AsOf) { objectives(asOf: $asOf) { id name } }`);
export type ForecastSubject = ResultOf<typeof forecastSubjectsDocument>["objectives"][number];

/** The last incidents, to say in which one a risk came true. */
export const incidentChoicesDocument = graphql(`
  query RiskIncidentChoices($first: Int, $asOf: AsOf) {
    incidents(first: $first, filter: { drill: false }, asOf: $asOf) { totalCount edges { node { id reference title } } }
  }
`);

/** What is recorded of risks. */
export const riskEvents = [
  "RiskRegistered", "RiskDescribed", "RiskEstimated", "RiskRated", "RiskTreatmentSet", "RiskReviewed", "RiskLinked", "RiskUnlinked",
  "RiskClosed", "RiskReopened", "AcceptanceProposed", "AcceptanceReviewBegun", "AcceptanceApproved", "AcceptanceRejected",
  "AcceptanceBegan", "AcceptanceReminded", "AcceptanceExpired", "AcceptanceWithdrawn", "MitigationPlanned", "MitigationDescribed",
  "MitigationDueMoved", "MitigationBegun", "MitigationDelivered", "MitigationGivenUp", "FactorStated", "FactorEnded",
];

/** Risks for the data provider. */
export const risksBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<RiskFilter, RiskSort>({ filter, sort }), asOf };
    const { risks } = await call(risksDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(risks)], totalCount: risks.totalCount, ...risks.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Risks are read by their view.", "Open the risk itself.")),
};
