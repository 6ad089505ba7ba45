import { annotationsOf, type ReviewLine } from "@ballast/domain/review";
import type { TimelineEntryRow } from "@ballast/readmodel";
import { momentOf } from "../graphql/scope.ts";
import type { Review } from "./reviewType.ts";

/** So many moments stand in a document. */
const MOST_MOMENTS = 100;

/** A moment of the timeline, and what people wrote at it. */
export interface Excerpted {
  readonly entry: TimelineEntryRow;
  readonly said: readonly ReviewLine[];
}

/** What of a timeline stands in a review. */
export interface Excerpt {
  readonly moments: readonly Excerpted[];
  /** How many more there are. */
  readonly more: number;
  /** What the timeline calls each of its entries, by their ids. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Key moments of the incident's timeline, what was pinned, and what somebody said something of, in order of time. */
export function excerptOf({ row, scope }: Review): Excerpt {
  const entries = scope.context.readModel.timeline.all(row.incidentId, { asOf: scope.asOf, now: momentOf(scope).toISOString() });
  const said = Map.groupBy(annotationsOf(row), ({ moment }) => moment.entryId);
  const told = entries.filter(({ id, keyMoment, pinned }) => keyMoment || pinned || said.has(id));
  return {
    moments: told.slice(0, MOST_MOMENTS).map((entry) => ({ entry, said: said.get(entry.id) ?? [] })),
    more: Math.max(0, told.length - MOST_MOMENTS),
    titles: new Map(entries.map(({ id, title }) => [id, title])),
  };
}

/** A minute: what is recorded sooner was known when it happened. */
const LATE_MS = 60_000;

/** How much later than it happened it became known, milliseconds; null where it was known then. */
export function knownAfter({ at, knownFrom }: Pick<TimelineEntryRow, "at" | "knownFrom">): number | null {
  const later = Date.parse(knownFrom) - Date.parse(at);
  return later < LATE_MS ? null : later;
}
