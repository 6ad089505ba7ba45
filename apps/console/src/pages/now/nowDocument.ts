import { gql } from "../../api/document.ts";
import { actorFields } from "../../data/fields.ts";
import type { Actor, EnvironmentKind } from "../../data/fields.ts";
import { deployLineFields } from "../deploys/deployDocuments.ts";
import type { DeployLine } from "../deploys/deployDocuments.ts";

export interface NowIncident {
  id: string;
  number: number | null;
  reference: string;
  title: string;
  severity: number | null;
  state: string;
  startedAt: string | null;
  declaredAt: string;
  nextUpdateDueAt: string | null;
  commander: { name: string } | null;
  affectedCustomerCount: number | null;
}

export interface NowLane {
  id: string;
  environment: string;
  kind: EnvironmentKind;
  service: { slug: string };
  hold: { reason: string; faultyVersion: string } | null;
  exposures: readonly { release: { version: string }; percent: number; since: string | null }[];
  health: readonly { version: string; errorsPer100k: number | null; p95Ms: number | null; state: "healthy" | "slow" | "failing" | "noData" }[];
}

export interface NowRotation {
  id: string;
  name: string;
  onNow: { name: string } | null;
  nextHandOverAt: string | null;
}

export interface NowEvent {
  id: string;
  type: string;
  sentence: string;
  occurredAt: string;
  actor: Actor;
}

export interface NowInbox {
  id: string;
  reason: string;
  requestedAt: string;
  incident: { reference: string; title: string };
}

export interface Now {
  now: {
    sentence: string;
    incidents: readonly NowIncident[];
    moving: readonly DeployLine[];
    lanes: readonly NowLane[];
    onCall: readonly NowRotation[];
    justHappened: readonly NowEvent[];
    inbox: readonly NowInbox[];
  };
}

/** Everything the first page shows, at one moment. */
export const nowDocument = gql<Now, object>`
  query Now($asOf: AsOf) {
    now(asOf: $asOf) {
      sentence
      incidents { id number reference title severity state startedAt declaredAt nextUpdateDueAt commander { name } affectedCustomerCount }
      moving { ${deployLineFields} }
      lanes { id environment kind service { slug } hold { reason faultyVersion } exposures { release { version } percent since } health { version errorsPer100k p95Ms state } }
      onCall { id name onNow { name } nextHandOverAt }
      justHappened { id type sentence occurredAt actor { ${actorFields} } }
      inbox { id reason requestedAt incident { reference title } }
    }
  }
`;
