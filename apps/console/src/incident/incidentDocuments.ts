import { gql } from "../api/document.ts";
import { actorFields } from "../data/fields.ts";
import type { Actor, AffectedCustomer, Commit, RollbackPreview } from "../data/fields.ts";
import type { Lane } from "../timeline/entry.ts";
import type { Tone } from "../marks/tone.ts";
import { pageLineFields } from "./pageLine.ts";
import type { PageLine } from "./pageLine.ts";

export type IncidentState = "triage" | "investigating" | "fixing" | "monitoring" | "resolved" | "closed" | "declined" | "merged" | "cancelled";
export type PublicImpact = "none" | "minor" | "major" | "critical" | "maintenance";
export type MilestoneName = "impactStart" | "detected" | "firstPageSent" | "acknowledged" | "commanderAssigned" | "mitigated" | "resolved";
export type RoleName = "commander" | "deputy" | "communications" | "scribe" | "responder" | "business";
export type LinkType = "caused" | "contributed" | "revealed" | "mitigated" | "ruledOut" | "suspected" | "followsFrom";

export interface ServiceMention {
  id: string;
  slug: string;
  name: string;
}

export interface PersonMention {
  id: string;
  name: string;
}

export interface Figures {
  impactMs: number | null;
  detectMs: number | null;
  acknowledgeMs: number | null;
  mitigateMs: number | null;
  /** It was over before anybody was told of it. */
  mitigatedBeforeDetected: boolean;
  resolveMs: number | null;
}
const figureFields = "impactMs detectMs acknowledgeMs mitigateMs mitigatedBeforeDetected resolveMs";

/** An incident as lists show it. */
export type IncidentLine = {
  id: string;
  number: number | null;
  reference: string;
  title: string;
  state: IncidentState;
  severity: number | null;
  publicImpact: PublicImpact;
  components: readonly string[];
  declaredAt: string;
  startedAt: string | null;
  resolvedAt: string | null;
  drill: boolean;
  private: boolean;
  imported: boolean;
  open: boolean;
  services: readonly ServiceMention[];
  commander: PersonMention | null;
  figures: Figures;
};
export const incidentLineFields = `
  id number reference title state severity publicImpact components declaredAt startedAt resolvedAt drill private imported open
  services { id slug name } commander { id name } figures { ${figureFields} }
`;

export interface Correction {
  at: string;
  by: string;
  previous: string | null;
  reason: string;
}

export interface RoleHolding {
  role: RoleName;
  person: PersonMention;
  from: string;
  to: string | null;
}

export interface MilestoneRecord {
  milestone: MilestoneName;
  at: string | null;
  corrections: readonly Correction[];
}

export interface ImpactInterval {
  id: string;
  component: string;
  impact: PublicImpact;
  sharePer100k: number | null;
  startedAt: string;
  endedAt: string | null;
}

/** What a link leads to, as far as its words need it. */
export type LinkedRecord =
  | { __typename: "Deploy"; id: string; version: string; environment: string; deployKind: string; service: ServiceMention }
  | { __typename: "Release"; id: string; version: string; service: ServiceMention }
  | { __typename: "Incident"; id: string; reference: string; title: string }
  | { __typename: "Alert"; id: string; name: string }
  | { __typename: "Lane"; id: string; environment: string; service: ServiceMention };
const linkedFields = `
  __typename id
  ... on Deploy { version environment deployKind: kind service { id slug name } }
  ... on Release { version service { id slug name } }
  ... on Incident { reference title }
  ... on Alert { name }
  ... on Lane { environment service { id slug name } }
`;

export interface IncidentLink {
  id: string;
  type: LinkType;
  kind: string;
  recordId: string;
  /** Null for entries of the timeline, and for what is not there. */
  record: LinkedRecord | null;
  confidence: string;
  note: string;
  by: Actor;
  at: string;
}

export interface RelatedChange {
  deploy: { id: string; version: string; environment: string; kind: string; state: string; sentence: string; requestedAt: string; effect: { sentence: string } | null; service: ServiceMention; requestedBy: Actor; commits: readonly Commit[]; lane: { rollbackPreview: RollbackPreview } };
  score: number;
  link: LinkType | null;
  reasons: readonly string[];
  beforeStartMs: number;
}

export interface StatusUpdate {
  id: string;
  at: string;
  status: string;
  body: string;
  visibility: "internal" | "public";
  by: Actor | null;
}

export interface Review {
  state: "none" | "due" | "held" | "skipped";
  dueAt: string | null;
  heldAt: string | null;
  reason: string | null;
}

/** What was known of an incident from a moment on. */
export interface IncidentVersion {
  knownFrom: string;
  title: string;
  state: IncidentState;
  severity: number | null;
  publicImpact: PublicImpact;
  startedAt: string | null;
  resolvedAt: string | null;
  figures: Figures;
  sentence: string;
}

/** Everything an incident's page shows, except its timeline. */
export type IncidentRecord = IncidentLine & {
  summary: string;
  sentence: string;
  url: string | null;
  plannedFrom: string | null; plannedUntil: string | null;
  revision: number;
  declaredBy: Actor;
  roles: readonly RoleHolding[];
  milestones: readonly MilestoneRecord[];
  intervals: readonly ImpactInterval[];
  affectedCustomers: readonly AffectedCustomer[];
  affectedCustomerCount: number | null;
  links: readonly IncidentLink[];
  updates: readonly StatusUpdate[];
  pages: readonly PageLine[];
  review: Review;
  nextUpdateDueAt: string | null;
  resolutionProposed: boolean;
  versions: readonly IncidentVersion[];
  impactSeries: readonly { at: string; errorsPer100k: number; version: string | null }[];
};
const recordFields = `
  ${incidentLineFields} summary sentence url plannedFrom plannedUntil revision declaredBy { ${actorFields} }
  roles { role from to person { id name } }
  milestones { milestone at corrections { at by previous reason } }
  intervals { id component impact sharePer100k startedAt endedAt }
  affectedCustomers { customer requests errors } affectedCustomerCount
  links { id type kind recordId record { ${linkedFields} } confidence note at by { ${actorFields} } }
  updates { id at status body visibility by { ${actorFields} } }
  pages { ${pageLineFields} }
  review { state dueAt heldAt reason } nextUpdateDueAt resolutionProposed
  versions { knownFrom title state severity publicImpact startedAt resolvedAt sentence figures { ${figureFields} } }
  impactSeries { at errorsPer100k version }
`;

/** An incident by its id. */
export const incidentDocument = gql<{ incident: IncidentRecord | null }, { id: string }>`
  query Incident($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { ${recordFields} } }
`;

/** One entry of the timeline as the API has it. */
export interface EntryAnswer {
  id: string;
  lane: Lane;
  kind: string;
  title: string;
  detail: string | null;
  at: string;
  endAt: string | null;
  ongoing: boolean;
  keyMoment: boolean;
  tone: Tone;
  knownFrom: string;
  knownTo: string | null;
  recordedAt: string;
  actor: (Actor & { personId: string | null }) | null;
  visibility: "internal" | "public";
  pinned: boolean;
  recordKind: string | null;
  recordId: string | null;
}


