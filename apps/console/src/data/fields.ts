/** Parts of documents that several pages select, with the types they answer. */

export interface Actor {
  name: string;
  means: string;
  onBehalfOf: string | null;
}
export const actorFields = "name means onBehalfOf";

export interface Commit {
  sha: string;
  subject: string;
  author: string;
  authorAt: string;
  merge: boolean;
  reverts: readonly string[];
  alsoReverts: readonly string[];
}
export const commitFields = "sha subject author authorAt merge reverts alsoReverts";

export interface WindowNumbers {
  requests: number;
  errors: number;
  errorsPer100k: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
}
export const windowFields = "requests errors errorsPer100k p50Ms p95Ms";

export interface AffectedCustomer {
  customer: string;
  requests: number;
  errors: number;
}

export interface RollbackPreview {
  allowed: boolean;
  refusal: string | null;
  target: { id: string; version: string } | null;
  from: { id: string; version: string } | null;
  sentence: string;
  affectedPercent: number | null;
  affectedCustomers: number | null;
  removedCommits: readonly Commit[];
  lastDurationMs: number | null;
  warnings: readonly string[];
}
export const rollbackPreviewFields = `allowed refusal target { id version } from { id version } sentence affectedPercent affectedCustomers removedCommits { ${commitFields} } lastDurationMs warnings`;

export interface HistoryEvent {
  id: string;
  type: string;
  revision: number;
  position: string;
  occurredAt: string;
  recordedAt: string;
  sentence: string;
  actor: Actor;
  causationId: string | null;
  correlationId: string;
  data: unknown;
}
export const historyFields = `id type revision position occurredAt recordedAt sentence causationId correlationId data actor { ${actorFields} }`;

/** A Relay connection of which the page needs the nodes and the count. */
export interface Connection<Node> {
  totalCount: number;
  edges: readonly { node: Node }[];
}

/** The nodes of a connection. */
export function nodesOf<Node>(connection: { readonly edges: readonly { node: Node }[] } | null | undefined): readonly Node[] {
  return connection?.edges.map((edge) => edge.node) ?? [];
}

export type EnvironmentKind = "production" | "staging" | "development";
