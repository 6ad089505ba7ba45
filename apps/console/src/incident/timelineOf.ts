import type { Milestone } from "@ballast/schema/graphql";
import { oneOf } from "../data/words.ts";
import { tones } from "../marks/tone.ts";
import { lanes } from "../timeline/entry.ts";
import type { Milestones, TimelineEntry, TimeWindow } from "../timeline/entry.ts";
import type { IncidentRecord, RoleHolding } from "./incidentDocuments.ts";
import type { EntryAnswer, EntryOrigin } from "./timelineDocuments.ts";

const minute = 60_000;
const preRoll = 60 * minute;
const postRoll = 15 * minute;
/** What happens later than this after the end (a review, days on) stands in the table and the history, not on the axis. */
const aftermath = 60 * minute;

/** Kinds the timeline never draws as a bar to the end even though they go on: a deploy that is live stays live. */
const quietLanes: ReadonlySet<string> = new Set(["deploys"]);

/** An entry as the timeline component wants it. What goes on is drawn up to `until`. */
export function entryOf(entry: EntryAnswer, until: string): TimelineEntry {
  const { detail, endAt, ongoing, knownTo, actor, recordId, recordKind, lane, tone, visibility, ...same } = entry;
  const end = endAt ?? (ongoing && !quietLanes.has(entry.lane) && Date.parse(until) > Date.parse(entry.at) ? until : null);
  return {
    ...same,
    lane: oneOf(lanes, lane) ?? "notes",
    tone: oneOf(tones, tone) ?? "idle",
    visibility: oneOf(["internal", "public"], visibility) ?? "internal",
    ...(detail === null || detail === "" ? {} : { detail }),
    ...(end === null ? {} : { endAt: end }),
    ...(knownTo === null ? {} : { knownTo }),
    ...(actor === null ? {} : { actor: { id: actor.personId ?? actor.name, name: actor.name } }),
    ...(recordId === null ? {} : { recordId }),
    ...(recordKind === null ? {} : { recordKind }),
    evidence: {},
    corrections: [],
  };
}

/** An entry with what it was made from; what the drawing adds of its own (the tries of a repeated page) stays. */
export const withOrigin = (entry: TimelineEntry, { evidence, corrections }: EntryOrigin): TimelineEntry => ({
  ...entry,
  evidence: { ...evidence, ...entry.evidence },
  corrections: corrections.map(({ at, by, previous, reason }) => ({ at, by, previous: previous ?? "unknown", reason })),
});

/**
 * The entries for a moment: those known then as they were known then, and those that became known later, which are
 * drawn faint. `then` is `undefined` while it is being read: the present entries stand in, by when they became known.
 */
export function entriesAt(
  now: readonly EntryAnswer[],
  then: readonly EntryAnswer[] | undefined,
  moment: { knownAt: string | null; until: string },
): readonly TimelineEntry[] {
  const { knownAt, until } = moment;
  if (knownAt === null || then === undefined) return now.map((entry) => entryOf(entry, until));
  // Then nobody knew its end: a bar that went on is drawn up to that moment and no further.
  const known = new Set(then.map(({ id }) => id));
  const later = now.filter(({ id, knownFrom }) => !known.has(id) && Date.parse(knownFrom) > Date.parse(knownAt));
  const asThen = then.map((entry) => entryOf({ ...entry, knownTo: null }, knownAt));
  return [...asThen, ...later.map((entry) => entryOf(entry, until))];
}

/** Whoever took a role had it until they left it or it was over: a bar instead of a point. `until` ends what goes on. */
export function withRoles(entries: readonly TimelineEntry[], roles: readonly RoleHolding[], until: string): readonly TimelineEntry[] {
  return entries.map((entry) => {
    if (entry.kind !== "roleTaken" || entry.endAt !== undefined) return entry;
    const holding = roles.find(({ person, from }) => person.id === entry.recordId && Date.parse(from) === Date.parse(entry.at));
    if (holding === undefined) return entry;
    const endAt = holding.to ?? until;
    return Date.parse(endAt) > Date.parse(entry.at) ? { ...entry, endAt, tone: "info" as const } : entry;
  });
}

function instants(values: readonly (string | null | undefined)[]): readonly number[] {
  return values.flatMap((value) => (value === null || value === undefined || Number.isNaN(Date.parse(value)) ? [] : [Date.parse(value)]));
}

/** An hour before the start, and to the end: the resolution with what came shortly after, or now. */
export function windowOf(
  record: Pick<IncidentRecord, "startedAt" | "declaredAt" | "resolvedAt" | "open" | "imported">,
  entries: readonly EntryAnswer[],
  now: number,
): TimeWindow {
  const begins = instants([record.startedAt, record.imported ? null : record.declaredAt]);
  const moments = entries.flatMap(({ at, endAt }) => instants([at, endAt]));
  const start = Math.min(...(begins.length > 0 ? begins : moments.length > 0 ? moments : [Date.parse(record.declaredAt)]));
  const [resolved] = instants([record.resolvedAt]);
  const told = resolved === undefined ? moments : moments.filter((at) => at <= resolved + aftermath);
  const last = Math.max(start + minute, ...told, ...(resolved === undefined ? [] : [resolved]));
  const end = record.open && !record.imported ? Math.max(now, last) : last + Math.min(postRoll, Math.max(minute, (last - start) / 8));
  return { from: new Date(start - preRoll).toISOString(), to: new Date(end).toISOString() };
}

/** When a milestone was reached, by its name. */
export function milestoneAt(record: Pick<IncidentRecord, "milestones">, name: Milestone): string | null {
  return record.milestones.find(({ milestone }) => milestone === name)?.at ?? null;
}

/** The edges through all lanes. */
export function marksOf(record: Pick<IncidentRecord, "milestones" | "startedAt" | "resolvedAt">): Milestones {
  return {
    impactStart: milestoneAt(record, "impactStart") ?? record.startedAt,
    mitigated: milestoneAt(record, "mitigated"),
    resolved: milestoneAt(record, "resolved") ?? record.resolvedAt,
  };
}
