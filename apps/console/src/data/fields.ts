import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

// Parts of documents that several slices select, with what they answer.

export const actorFields = graphql(`fragment ActorFields on Actor { name means onBehalfOf }`);
export type Actor = ResultOf<typeof actorFields>;

export const commitFields = graphql(`fragment CommitFields on Commit { sha subject author authorAt merge reverts alsoReverts }`);
export type Commit = ResultOf<typeof commitFields>;

export const windowFields = graphql(`fragment WindowFields on WindowNumbers { requests errors errorsPer100k p50Ms p95Ms }`);
export type WindowNumbers = ResultOf<typeof windowFields>;

export const rollbackPreviewFields = graphql(
  `fragment RollbackPreviewFields on RollbackPreview { allowed refusal target { id version } from { id version } sentence affectedPercent affectedCustomers removedCommits { ...CommitFields } lastDurationMs warnings }`,
  [commitFields],
);
export type RollbackPreview = ResultOf<typeof rollbackPreviewFields>;

export const historyFields = graphql(
  `fragment HistoryFields on LogEvent { id type revision position occurredAt recordedAt sentence causationId correlationId data actor { ...ActorFields } }`,
  [actorFields],
);
export type HistoryEvent = ResultOf<typeof historyFields>;

/** The nodes of a connection. */
export function nodesOf<Node>(connection: { readonly edges: readonly { node: Node }[] } | null | undefined): readonly Node[] {
  return connection?.edges.map((edge) => edge.node) ?? [];
}

