import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields, commitFields, rollbackPreviewFields } from "../data/fields.ts";

const stepFields = graphql(
  `fragment DeployStepFields on DeployStep { index percent customers bakeMs state startedAt endedAt requests verdict extended }`,
);
export type DeployStep = ResultOf<typeof stepFields>;

export const incidentFields = graphql(`fragment IncidentMentionFields on Incident { id reference number title open }`);
export type IncidentMention = ResultOf<typeof incidentFields>;

export const deployLineFields = graphql(`
  fragment DeployLineFields on Deploy {
  id kind state environment version fromVersion automatic sentence requestedAt endedAt durationMs percent currentStep paused
  requestedBy { ...ActorFields } service { id slug name } heldBy { ...IncidentMentionFields } steps { ...DeployStepFields }
  }
`, [actorFields, incidentFields, stepFields]);
/** A deploy as lists show it. */
export type DeployLine = ResultOf<typeof deployLineFields>;

/** What a rollback would do now. */
export const rollbackPreviewDocument = graphql(`
  query RollbackPreview($service: String!, $environment: String!, $toVersion: String) {
    lane(service: $service, environment: $environment) { id rollbackPreview(toVersion: $toVersion) { ...RollbackPreviewFields } }
  }
`, [rollbackPreviewFields]);

/** What a deploy would do now. */
export const deployPreviewDocument = graphql(`
  query DeployPreview($service: String!, $environment: String!, $version: String!) {
    lane(service: $service, environment: $environment) {
      id deployPreview(version: $version) {
        allowed refusal overridable release { id version } from { id version } commits { ...CommitFields } plan warnings,
      }
    }
  }
`, [commitFields]);
export type DeployPreview = NonNullable<ResultOf<typeof deployPreviewDocument>["lane"]>["deployPreview"];
export type Plan = DeployPreview["plan"];
export type PlanStep = Plan["steps"][number];

/** The versions one can go to, newest first. */
export const versionsDocument = graphql(`
  query Versions($service: String!) {
    releases(first: 30, filter: { service: $service }, sort: RELEASED_DESC) {
      totalCount edges { node { id version releasedAt headline deployable } },
    }
  }
`);

/** How likely a release is to fail in production. */
export const changeRiskDocument = graphql(`
  query ChangeRisk($service: String!, $version: String!, $asOf: AsOf) {
    changeRisk(service: $service, version: $version, asOf: $asOf) {
      percent size commits service { failed of } ofSize { failed of } score { brier always of }
    }
  }
`);
