import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const policyFields = graphql(`
  fragment EscalationFields on EscalationPolicy {
    id name description sentence rounds isDefault retired changedAt revision
    steps { minutes says targets { who says person { id } rotation { id } } }
    lastly { who says person { id } rotation { id } }
    stakeholders { upTo target { who says person { id } rotation { id } } }
    services { id slug name }
  }
`);
/** In which order people are called. */
export type Escalation = ResultOf<typeof policyFields>;

export const escalationsDocument = graphql(
  `query EscalationPolicies($asOf: AsOf) { escalationPolicies(asOf: $asOf) { ...EscalationFields } }`, [policyFields],
);
export const escalationDocument = graphql(`
  query EscalationPolicy($id: ID!, $asOf: AsOf) {
    escalationPolicy(id: $id, asOf: $asOf) { ...EscalationFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [policyFields, historyFields]);

const trialFields = graphql(`
  fragment EscalationTrialFields on EscalationTrial {
    rounds endsAfterMinutes againAfterMinutes straightToEveryone calls { afterMinutes round step canBeWoken people { id name } }
  }
`);
/** Whom it would call, minute by minute. */
export type Trial = ResultOf<typeof trialFields>;

export const trialDocument = graphql(`
  query EscalationTried($id: ID!, $at: DateTime!, $service: ID, $asOf: AsOf) {
    escalationPolicy(id: $id, asOf: $asOf) { id trial(at: $at, service: $service) { ...EscalationTrialFields } }
  }
`, [trialFields]);
/** Whether every minute of the coming 30 days reaches somebody, by each step and by all of them. */
export const policyReachDocument = graphql(`
  query EscalationReach($id: ID!, $service: ID, $asOf: AsOf) {
    escalationPolicy(id: $id, asOf: $asOf) {
      id
      reachability(service: $service) {
        all { sentence times { from to reach people { id name } } }
        steps { says reachability { times { from to reach people { id name } } } }
      }
    }
  }
`);
export const previewDocument = graphql(`
  query EscalationPreviewed($policy: EscalationPolicyContent!, $at: DateTime!, $service: ID) {
    escalationPreview(policy: $policy, at: $at, service: $service) { ...EscalationTrialFields }
  }
`, [trialFields]);

/** Schedules that a step may call, and services by which it may be tried. */
export const targetChoicesDocument = graphql(`
  query EscalationChoices { rotations { id name } services(first: 500, sort: NAME_ASC) { totalCount edges { node { id slug } } } }
`);

const policy = "escalationPolicy { id name }";
export const writeEscalationPolicy = command("writeEscalationPolicy", policy);
export type EscalationContent = VariablesOf<typeof writeEscalationPolicy.document>["input"]["policy"];
export const retireEscalationPolicy = command("retireEscalationPolicy", policy);
export const makeEscalationDefault = command("makeEscalationDefault", policy);
export const endEscalationDefault = command("endEscalationDefault", policy);

export const escalationEvents = [
  "EscalationWritten", "EscalationRetired", "EscalationImported", "DefaultEscalationSet", "EscalationAssigned",
  "RotationAssigned",
];
