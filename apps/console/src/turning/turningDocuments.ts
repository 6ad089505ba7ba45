import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** What a change would do now. */
export const flagPreviewDocument = graphql(`
  query FlagChangePreview($flag: String!, $environment: String!, $change: JSON!, $rebucket: String) {
    flagChangePreview(flag: $flag, environment: $environment, change: $change, rebucket: $rebucket) {
      refusal { code message remedy } needsApproval rebuckets isNoChange sentence differences after kept neededBy { id name }
      cohort { known enter leave switch cannotTell overridesStay names { enter leave switch } }
    }
  }
`);
export type FlagPreview = ResultOf<typeof flagPreviewDocument>["flagChangePreview"];

/** Incidents that are open now: what is turned may be turned for one of them. */
export const openIncidentsDocument = graphql(`
  query IncidentsOfFlag { incidents(first: 20, filter: { open: true }) { totalCount edges { node { id reference title severity startedAt declaredAt commander { id name } services { slug } } } } }
`);
export type OpenIncident = ResultOf<typeof openIncidentsDocument>["incidents"]["edges"][number]["node"];

/** What those with a flag met with beside those without, and since its kill. */
export const flagEvidenceDocument = graphql(`
  query FlagEvidence($key: String!, $environment: String!, $seconds: Int) {
    flag(key: $key) {
      id targeting(environment: $environment) {
        id evidence(seconds: $seconds) {
          from to within { requests errorsPer100k } without { requests errorsPer100k } sinceKill { requests errorsPer100k } sinceKillMs
        }
      }
    }
  }
`);
export type FlagEvidence = NonNullable<NonNullable<NonNullable<ResultOf<typeof flagEvidenceDocument>["flag"]>["targeting"]>["evidence"]>;

export const killFlag = command("killFlag", "targeting { id }");
export const stepRollout = command("stepRollout", "targeting { id }");
export const setOverride = command("setOverride", "targeting { id }");
export const clearOverride = command("clearOverride", "targeting { id }");
export const proposeChange = command("proposeChange", "targeting { id }");
