import { command, graphql } from "@ballast/schema/graphql";
import type { EventType } from "@ballast/schema";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields, historyFields } from "../data/fields.ts";

const checkFields = graphql(`fragment ReadinessCheckFields on ReadinessCheck { checkId name asks fact days rests }`);
/** What a service has to show. */
export type Check = ResultOf<typeof checkFields>;

const exemptionFields = graphql(`
  fragment ExemptionFields on Exemption {
    exemptionId checkId checkName state holds until daysLeft reason word service { id slug name } askedBy { id name } decidedBy { name }
  }
`);
/** That a check counts as met for a while. */
export type Exemption = ResultOf<typeof exemptionFields>;

const scoreFields = graphql(`
  fragment ServiceScoreFields on ServiceScore {
    key tier state met service { id slug name } owner { id name } record { id revision }
    checks {
      key state fact lacks until ownerAskedOn check { ...ReadinessCheckFields } evidence { says kind url }
      exemption { ...ExemptionFields } asked { ...ExemptionFields }
    }
  }
`, [checkFields, exemptionFields]);
/** A service against the checks, and one of its cells. */
export type ServiceScore = ResultOf<typeof scoreFields>;
export type CheckScore = ServiceScore["checks"][number];

export const scorecardDocument = graphql(`
  query Scorecard($tier: Int, $asOf: AsOf) {
    scorecard(tier: $tier, asOf: $asOf) {
      summary change at ready met exempt lacking checkSet { id name version checks { ...ReadinessCheckFields } }
      services { ...ServiceScoreFields } exemptions { ...ExemptionFields }
      offList { technology { id name instead } services { id slug name } risks { id reference minutesAYear } }
    }
    policies(asOf: $asOf) { id name version asked acknowledged missing { name } }
    trainings(asOf: $asOf) { id name asked current validDays missing { name } }
    technologies(asOf: $asOf) { id }
  }
`, [checkFields, scoreFields, exemptionFields]);
/** All that the scorecard shows. */
export type Shown = ResultOf<typeof scorecardDocument>;
export type Scorecard = Shown["scorecard"];
export type OffList = Scorecard["offList"][number];

/** Twelve months of it: worked out at each month's end, so asked for by itself. */
export const monthsDocument = graphql(`
  query ScorecardMonths($tier: Int, $asOf: AsOf) {
    scorecard(tier: $tier, asOf: $asOf) { months(count: 12) { month version ready services { name state } } }
  }
`);
export type Month = ResultOf<typeof monthsDocument>["scorecard"]["months"][number];

export const sampleDocument = graphql(
  `query SampleChecks { sampleChecks { name version checks { ...ReadinessCheckFields } } }`, [checkFields],
);

export const rulesDocument = graphql(`
  query ReadinessRules($asOf: AsOf) {
    checkSets(asOf: $asOf) {
      id name version revision checks { ...ReadinessCheckFields } versions { version at reason by { ...ActorFields } },
    }
    policies(asOf: $asOf) { id name version isFor asked acknowledged mine missing { name } }
    trainings(asOf: $asOf) { id name isFor validDays url asked current missing { id name } }
    technologies(asOf: $asOf) { id name status packages instead until note }
  }
`, [checkFields, actorFields]);
export type Rules = ResultOf<typeof rulesDocument>;
export type CheckSet = Rules["checkSets"][number];
export type PolicyLine = Rules["policies"][number];
export type TrainingLine = Rules["trainings"][number];
export type TechnologyLine = Rules["technologies"][number];

export const policyDocument = graphql(`
  query Policy($id: ID!, $asOf: AsOf) {
    node(id: $id, asOf: $asOf) {
      ... on Policy {
        id name version text url isFor retired revision asked acknowledged mine missing { name }
        versions { version at reason by { ...ActorFields } } history(first: 50) { totalCount edges { node { ...HistoryFields } } }
      }
    }
  }
`, [actorFields, historyFields]);
/** A policy with everything around it. */
export type PolicyRecord = Extract<NonNullable<ResultOf<typeof policyDocument>["node"]>, { readonly version: number }>;

export const runbookDocument = graphql(
  `query Runbook($slug: String!, $asOf: AsOf) { service(slug: $slug, asOf: $asOf) { id runbookUrl } }`,
);

export const publishChecks = command("publishChecks", "checkSet { id }");
export const setServiceOwner = command("setServiceOwner", "readiness { id }");
export const stateCheck = command("stateCheck", "readiness { id }");
export const askExemption = command("askExemption", "readiness { id }");
export const grantExemption = command("grantExemption", "readiness { id }");
export const refuseExemption = command("refuseExemption", "readiness { id }");
export const endExemption = command("endExemption", "readiness { id }");
export const readRunbook = command("readRunbook", "readiness { id }");
export const stateTechnologies = command("stateTechnologies", "readiness { id }");
export const askOwners = command("askOwners", "asked withoutOwner");
export const publishPolicy = command("publishPolicy", "policy { id }");
export const retirePolicy = command("retirePolicy", "policy { id }");
export const acknowledgePolicy = command("acknowledgePolicy", "policy { id }");
export const defineTraining = command("defineTraining", "training { id }");
export const recordTraining = command("recordTraining", "training { id }");
export const listTechnology = command("listTechnology", "technology { id }");
/** A risk that carries what is off the list, and that it does. */
export const registerTechnologyRisk = command("registerRisk", "risk { id }");
export const linkTechnologyRisk = command("linkRisk", "risk { id }");

/** What the scorecard is made from. */
export const readinessEvents: readonly EventType[] = [
  "ChecksPublished", "ChecksRetired", "ServiceOwnerSet", "CheckStated", "CheckStatementTakenBack", "ExemptionAsked", "ExemptionGranted",
  "ExemptionRefused", "ExemptionEnded", "TechnologiesStated", "RunbookRead", "OwnerAsked", "PolicyPublished", "PolicyAcknowledged",
  "PolicyRetired",
  "TrainingDefined", "TrainingTaken", "TrainingStruck", "TrainingRetired", "TechnologyListed", "ServiceRegistered", "RotationAssigned",
  "RollbackCompleted", "ObjectiveDefined", "ObjectiveChanged", "ObjectiveRetired", "RiskLinked",
];
