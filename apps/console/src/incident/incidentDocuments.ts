import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields } from "../data/fields.ts";
import { pageLineFields } from "../paging/pageLine.ts";
import { figureFields, incidentLineFields } from "../response/incidentDocuments.ts";

const linkedFields = graphql(`
  fragment LinkedFields on Node {
  __typename id
  ... on Deploy { version environment deployKind: kind service { id slug name } }
  ... on Release { version service { id slug name } }
  ... on Incident { reference title }
  ... on Alert { name }
  ... on Lane { environment service { id slug name } }
  }
`);
/** What a link leads to, as far as its words need it. */
export type LinkedRecord = ResultOf<typeof linkedFields>;

const recordFields = graphql(`
  fragment IncidentRecordFields on Incident {
  ...IncidentLineFields summary sentence url plannedFrom plannedUntil revision declaredBy { ...ActorFields }
  roles { role from to person { id name } }
  runbooks: services { name runbookUrl }
  type { name roles { name purpose } links { label url } }
  checklist { id text who tickedBy { ...ActorFields } tickedAt } conferenceLink
  tasks { id text state reason owner { id name } action { id reference } addedBy { ...ActorFields } addedAt endedBy { ...ActorFields } endedAt }
  joinLinks { id note issuedBy { ...ActorFields } expiresAt revoked holds used }
  milestones { milestone at corrections { at by previous reason } }
  intervals { id component impact sharePer100k startedAt endedAt }
  affectedCustomers { customer requests errors } affectedCustomerCount
  links { id type kind recordId record { ...LinkedFields } confidence note at by { ...ActorFields } }
  updates { id at status body visibility by { ...ActorFields } }
  pages { ...PageLineFields }
  review { state dueAt heldAt reason } nextUpdateDueAt resolutionProposed
  versions { knownFrom title state severity publicImpact startedAt resolvedAt sentence figures { ...FigureFields } }
  impactSeries { at errorsPer100k version }
  }
`, [incidentLineFields, actorFields, linkedFields, pageLineFields, figureFields]);
/** Everything an incident's view shows, except its timeline. */
export type IncidentRecord = ResultOf<typeof recordFields>;
export type ChecklistLine = IncidentRecord["checklist"][number];
export type IncidentTask = IncidentRecord["tasks"][number];
export type JoinLink = IncidentRecord["joinLinks"][number];
export type RoleHolding = IncidentRecord["roles"][number];
export type MilestoneRecord = IncidentRecord["milestones"][number];
export type Correction = MilestoneRecord["corrections"][number];
export type ImpactInterval = IncidentRecord["intervals"][number];
export type IncidentLink = IncidentRecord["links"][number];
export type StatusUpdate = IncidentRecord["updates"][number];
export type Review = IncidentRecord["review"];
/** What was known of an incident from a moment on. */
export type IncidentVersion = IncidentRecord["versions"][number];

/** An incident by its id. */
export const incidentDocument = graphql(`
  query Incident($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { ...IncidentRecordFields } }
`, [recordFields]);
