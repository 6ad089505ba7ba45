import { gql } from "../api/document.ts";
import { actorFields } from "../data/fields.ts";
import type { AsOfInput } from "../shell/asOf.ts";
import type { Correction, EntryAnswer } from "./incidentDocuments.ts";

/** The first page is small, so that something is drawn soon; the others are few, and none keeps the API from others for long. */
export const pageSizes = { first: 200, next: 750 } as const;

/** A page of the timeline, as known at a moment or now: what the lanes and the table draw of an entry. */
export const timelineDocument = gql<
  { incident: { id: string; timeline: { totalCount: number; edges: readonly { node: EntryAnswer }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } | null },
  { id: string; first: number; after: string | null; knownAt: string | null; asOf: AsOfInput | undefined }
>`
  query IncidentTimeline($id: ID!, $first: Int!, $after: String, $knownAt: DateTime, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) {
      id
      timeline(first: $first, after: $after, knownAt: $knownAt) {
        totalCount
        edges { node {
          id lane kind title detail at endAt ongoing keyMoment tone knownFrom knownTo recordedAt visibility pinned recordKind recordId
          actor { personId ${actorFields} }
        } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

/** What an entry was made from and how it was corrected: read when it is opened. */
export interface EntryOrigin {
  evidence: Record<string, unknown>;
  corrections: readonly Correction[];
}

export const entryOriginDocument = gql<{ incident: { timelineEntry: EntryOrigin | null } | null }, { id: string; entryId: string; knownAt: string | null }>`
  query EntryOrigin($id: ID!, $entryId: ID!, $knownAt: DateTime, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) { id timelineEntry(id: $entryId, knownAt: $knownAt) { id evidence corrections { at by previous reason } } }
  }
`;
