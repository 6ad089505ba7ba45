import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields } from "../data/fields.ts";
import { releaseHealthFields } from "../rollout/releaseHealth.ts";
import { deployLineFields } from "../rollout/rolloutDocuments.ts";

const suspectedFields = graphql(
  `fragment SuspectedDeployFields on Deploy { id version environment state endedAt percent service { slug } lane { id rollbackPreview { allowed target { version } from { version } } } }`,
);
/** A deploy that may have caused an incident, with where going back would lead now. */
export type SuspectedDeploy = ResultOf<typeof suspectedFields>;

const fields = graphql(`
  fragment NowFields on NowPage {
  sentence
  incidents {
    id reference title state open severity drill startedAt declaredAt nextUpdateDueAt resolutionProposed affectedCustomerCount commander { name }
    relatedChanges { link beforeStartMs deploy { ...SuspectedDeployFields } }
  }
  moving { ...DeployLineFields }
  lanes {
    id environment kind service { id slug } hold { reason since faultyVersion } exposures { percent customers since release { id version } }
    health { ...ReleaseHealthFields }
  }
  onCall { id name nextHandOverAt onNow { name } }
  justHappened { id type stream occurredAt sentence actor { ...ActorFields } }
  inbox { id purpose reason requestedAt incident { id reference title } }
  unanswered { id purpose reason requestedAt unanswered { at rounds againAt } incident { id reference title } }
  }
`, [suspectedFields, deployLineFields, actorFields, releaseHealthFields]);
export type Now = ResultOf<typeof fields>;
export type NowIncident = Now["incidents"][number];
export type NowLane = Now["lanes"][number];
export type NowRotation = Now["onCall"][number];
export type NowEvent = Now["justHappened"][number];
/** A page that waits for the viewer's answer. */
export type OwnPage = Now["inbox"][number];

/** Everything the first view shows, at one moment. */
export const nowDocument = graphql(`query Now($asOf: AsOf) { now(asOf: $asOf) { ...NowFields } }`, [fields]);

/** The same, whenever it changes; at most twice a second. */
export const nowChangedDocument = graphql(`subscription NowChanged { nowChanged { ...NowFields } }`, [fields]);

/** Answers a page: escalation stops at once. */
export const acknowledgePage = command("acknowledgePage", "page { id state }");

/** The newest import: while it goes on, the first view says how far it is. */
export const runningImportDocument = graphql(`
  query RunningImport { imports(first: 1) { edges { node { id kind sourceName state imported updated unchanged skippedCount expectedRecords } } } }
`);
