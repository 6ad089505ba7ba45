import { annotationsOf, type ReviewAudience, type ReviewLine } from "@ballast/domain/review";
import type { TimelineEntryRow } from "@ballast/readmodel";
import { momentOf, oncePerScope } from "../graphql/scope.ts";
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
}

/** An incident's timeline with what was taken back of it. Of thousands of entries it is put together once for all that asks. */
const entriesOf = oncePerScope((scope, incidentId): readonly TimelineEntryRow[] =>
  scope.context.readModel.timeline.all(incidentId, { asOf: scope.asOf, now: momentOf(scope).toISOString(), takenBack: true }));

/** What the timeline calls each of its entries, by their ids; what was taken back too, as somebody may have said something of it. */
export const titlesOf = oncePerScope((scope, incidentId): ReadonlyMap<string, string> =>
  new Map(entriesOf(scope, incidentId).map(({ id, title }) => [id, title])));

/**
 * Key moments of the incident's timeline, what was pinned, and what somebody said something of, in order of time; for the public those key
 * moments only that it was told of, however many others come before.
 */
export function excerptOf({ row, scope }: Review, audience: ReviewAudience = "internal"): Excerpt {
  const said = Map.groupBy(annotationsOf(row), ({ moment }) => moment.entryId);
  const stands = audience === "public"
    ? ({ keyMoment, visibility }: TimelineEntryRow): boolean => keyMoment && visibility === "public"
    : ({ id, keyMoment, pinned }: TimelineEntryRow): boolean => keyMoment || pinned || said.has(id);
  const told = entriesOf(scope, row.incidentId).filter((entry) => entry.knownTo === null && stands(entry));
  // Of too many, those first that somebody said something of.
  const [spoken, others] = [told.filter(({ id }) => said.has(id)), told.filter(({ id }) => !said.has(id))];
  const kept = new Set([...spoken, ...others].slice(0, MOST_MOMENTS));
  return {
    moments: told.filter((entry) => kept.has(entry)).map((entry) => ({ entry, said: said.get(entry.id) ?? [] })),
    more: Math.max(0, told.length - MOST_MOMENTS),
  };
}

/** A minute: what is recorded sooner was known when it happened. */
const LATE_MS = 60_000;

/** How much later than it happened it became known, milliseconds; null where it was known then. */
export function knownAfter({ at, knownFrom }: Pick<TimelineEntryRow, "at" | "knownFrom">): number | null {
  const later = Date.parse(knownFrom) - Date.parse(at);
  return later < LATE_MS ? null : later;
}
