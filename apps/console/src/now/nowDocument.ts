import { gql } from "../api/document.ts";
import { command } from "../data/command.ts";
import { actorFields } from "../data/fields.ts";
import type { Actor, EnvironmentKind } from "../data/fields.ts";
import { deployLineFields } from "../deploy/deployDocuments.ts";
import type { DeployLine } from "../deploy/deployDocuments.ts";
import type { IncidentState, LinkType } from "../incident/incidentDocuments.ts";
import type { PageLine } from "../incident/pageLine.ts";
import type { ReleaseHealth } from "../service/serviceDocuments.ts";

/** A deploy that may have caused an incident, with where going back would lead now. */
export interface SuspectedDeploy {
  id: string;
  version: string;
  environment: string;
  state: DeployLine["state"];
  endedAt: string | null;
  percent: number | null;
  service: { slug: string };
  lane: { id: string; rollbackPreview: { allowed: boolean; target: { version: string } | null; from: { version: string } | null } };
}
const suspectedFields = "id version environment state endedAt percent service { slug } lane { id rollbackPreview { allowed target { version } from { version } } }";

export interface NowIncident {
  id: string;
  reference: string;
  title: string;
  state: IncidentState;
  open: boolean;
  severity: number | null;
  drill: boolean;
  startedAt: string | null;
  declaredAt: string;
  nextUpdateDueAt: string | null;
  resolutionProposed: boolean;
  affectedCustomerCount: number | null;
  commander: { name: string } | null;
  /** The most suspect first: what was linked as a cause before what only correlates, what was ruled out last. */
  relatedChanges: readonly { link: LinkType | null; beforeStartMs: number; deploy: SuspectedDeploy }[];
}

export interface NowLane {
  id: string;
  environment: string;
  kind: EnvironmentKind;
  service: { id: string; slug: string };
  hold: { reason: string; since: string; faultyVersion: string } | null;
  exposures: readonly { percent: number; customers: readonly string[]; since: string; release: { id: string; version: string } }[];
  health: readonly ReleaseHealth[];
}

export interface NowRotation {
  id: string;
  name: string;
  nextHandOverAt: string | null;
  onNow: { name: string } | null;
}

export interface NowEvent {
  id: string;
  type: string;
  stream: string;
  occurredAt: string;
  sentence: string;
  actor: Actor;
}

/** A page that waits for the viewer's answer. */
export interface OwnPage {
  id: string;
  purpose: string;
  reason: string;
  requestedAt: string;
  incident: { id: string; reference: string; title: string };
}

export interface Now {
  sentence: string;
  incidents: readonly NowIncident[];
  moving: readonly DeployLine[];
  lanes: readonly NowLane[];
  onCall: readonly NowRotation[];
  justHappened: readonly NowEvent[];
  inbox: readonly OwnPage[];
  /** Open pages for which everybody was called in vain. */
  unanswered: readonly (OwnPage & Pick<PageLine, "unanswered">)[];
}

const fields = `
  sentence
  incidents {
    id reference title state open severity drill startedAt declaredAt nextUpdateDueAt resolutionProposed affectedCustomerCount commander { name }
    relatedChanges { link beforeStartMs deploy { ${suspectedFields} } }
  }
  moving { ${deployLineFields} }
  lanes {
    id environment kind service { id slug } hold { reason since faultyVersion } exposures { percent customers since release { id version } }
    health { version requests errors errorsPer100k p95Ms state }
  }
  onCall { id name nextHandOverAt onNow { name } }
  justHappened { id type stream occurredAt sentence actor { ${actorFields} } }
  inbox { id purpose reason requestedAt incident { id reference title } }
  unanswered { id purpose reason requestedAt unanswered { at rounds againAt } incident { id reference title } }
`;

/** Everything the first page shows, at one moment. */
export const nowDocument = gql<{ now: Now }, object>`query Now($asOf: AsOf) { now(asOf: $asOf) { ${fields} } }`;

/** The same, whenever it changes; at most twice a second. */
export const nowChangedDocument = gql<{ nowChanged: Now }, object>`subscription NowChanged { nowChanged { ${fields} } }`;

/** Answers a page: escalation stops at once. */
export const acknowledgePage = command<{ pageId: string }, { page: { id: string; state: string } | null }>("acknowledgePage", "page { id state }");
