import type { ReviewState } from "@ballast/domain/review";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, isOneOf, isWithin, tableOf, type Condition, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { hasText } from "../engine/textFilter.ts";
import { hiddenReviews } from "../viewer/hiddenReviews.ts";
import type { Viewer } from "../viewer/hiddenFrom.ts";
import { factorsOf, meetingProjection, reviewProjection, type MeetingRow, type ReviewRow } from "./reviewProjections.ts";

export { factorsOf, type MeetingRow, type ReviewRow } from "./reviewProjections.ts";

/** Which reviews. */
export interface ReviewFilter {
  readonly states?: readonly ReviewState[] | undefined;
  readonly facilitatorId?: string | undefined;
  /** Due before this moment; ISO, UTC. */
  readonly dueBefore?: string | undefined;
  /** Those in which this was a contributing factor. */
  readonly factor?: string | undefined;
  readonly text?: string | undefined;
  /** Reviews of private incidents are left out for who must not know of them. Absent: all of these are left out. */
  readonly viewer?: Viewer | undefined;
}

export type ReviewSort = "URGENCY_ASC" | "DUE_ASC" | "DUE_DESC" | "OPENED_ASC" | "OPENED_DESC";
const sorts = {
  URGENCY_ASC: { column: "urgency", descending: false },
  DUE_ASC: { column: "dueAt", descending: false },
  DUE_DESC: { column: "dueAt", descending: true },
  OPENED_ASC: { column: "openedAt", descending: false },
  OPENED_DESC: { column: "openedAt", descending: true },
} as const;

function visibleTo(viewer: Viewer | undefined): Condition | undefined {
  const hidden = hiddenReviews(viewer);
  return hidden === undefined ? undefined : { sql: `r.id NOT IN (${hidden.sql})`, params: hidden.params };
}

const filtered = ({ states, facilitatorId, dueBefore, factor, text, viewer }: ReviewFilter): readonly (Condition | undefined)[] => [
  isOneOf("state", states),
  is("facilitatorId", facilitatorId),
  isWithin("dueAt", undefined, dueBefore),
  contains("factors", factor),
  hasText("review", text),
  visibleTo(viewer),
];

/** Queries over reviews. */
export type ReviewQueries = ReturnType<typeof reviewQueries>;

function reviewQueries(db: () => Database) {
  const table = tableOf(db, reviewProjection);
  const meetings = tableOf(db, meetingProjection);
  const all = ({ filter = {}, asOf }: { readonly filter?: ReviewFilter; readonly asOf?: AsOf | undefined } = {}) =>
    table.all(filtered(filter), { sort: sorts.OPENED_ASC, asOf });
  return {
    /** Whoever asks for one by its id asks `mayKnow` as well. */
    get: table.get,
    list: ({ filter = {}, sort = "URGENCY_ASC", slice, asOf }: {
      readonly filter?: ReviewFilter; readonly sort?: ReviewSort | undefined; readonly slice?: SliceRequest;
      readonly asOf?: AsOf | undefined;
    } = {}) => table.list({ where: filtered(filter), sort: sorts[sort], slice, asOf }),
    /** All of them, in the order in which they were opened. */
    all: (request: Parameters<typeof all>[0] = {}): readonly Stored<ReviewRow>[] => all(request),
    /** In how many reviews each factor contributed, by its word; of those that a viewer may know of. */
    factors: ({ viewer, asOf }: {
      readonly viewer?: Viewer | undefined; readonly asOf?: AsOf | undefined;
    }): ReadonlyMap<string, number> => {
      const named = all({ filter: { viewer }, asOf }).flatMap(factorsOf);
      return new Map([...Map.groupBy(named, (word) => word)].map(([word, times]) => [word, times.length]));
    },
    /** Who presents in the meeting of a review, and what they look at. */
    presented: (reviewId: string, asOf?: AsOf): Stored<MeetingRow> | undefined => meetings.get(reviewId, asOf),
    /** Whether a viewer may know of a review: that of a private incident tells of it. Asked of now. */
    mayKnow: (id: string, viewer: Viewer): boolean => {
      const hidden = hiddenReviews(viewer);
      return hidden === undefined || db().get(`SELECT 1 WHERE ? IN (${hidden.sql})`, id, ...hidden.params) === undefined;
    },
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly reviews: ReviewQueries;
  }
  interface Rows {
    readonly review: ReviewRow;
    readonly meeting: MeetingRow;
  }
}

/** Reviews of incidents, and their meetings. */
export const reviewSlice = defineSlice({ projections: [reviewProjection, meetingProjection], queries: { reviews: reviewQueries } });
