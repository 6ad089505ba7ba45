import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields } from "../data/fields.ts";

/** The first slice is small, so that something is drawn soon; the others are few, and none keeps the API from others for long. */
export const pageSizes = { first: 200, next: 750 } as const;

/** A slice of the timeline, as known at a moment or now: what the lanes and the table draw of an entry. */
export const timelineDocument = graphql(`
  query IncidentTimeline($id: ID!, $first: Int!, $after: String, $knownAt: DateTime, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) {
      id
      timeline(first: $first, after: $after, knownAt: $knownAt) {
        totalCount
        edges { node {
          id lane kind title detail at endAt ongoing keyMoment tone knownFrom knownTo recordedAt visibility pinned recordKind recordId
          actor { personId ...ActorFields }
        } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`, [actorFields]);
/** One entry of the timeline as the API has it. */
export type EntryAnswer = NonNullable<ResultOf<typeof timelineDocument>["incident"]>["timeline"]["edges"][number]["node"];

export const entryOriginDocument = graphql(`
  query EntryOrigin($id: ID!, $entryId: ID!, $knownAt: DateTime, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) { id timelineEntry(id: $entryId, knownAt: $knownAt) { id evidence corrections { at by previous reason } } }
  }
`);
/** What an entry was made from and how it was corrected: read when it is opened. */
export type EntryOrigin = NonNullable<NonNullable<ResultOf<typeof entryOriginDocument>["incident"]>["timelineEntry"]>;
