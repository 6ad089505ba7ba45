import { ids } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import type { CorrectionRow } from "../incidentRow.ts";

export type TimelineLane = "impact" | "alerts" | "pages" | "people" | "deploys" | "flags" | "updates" | "maintenance" | "notes";
export type Tone = "good" | "attention" | "bad" | "planned" | "idle" | "info";

/** Something on an incident's timeline: a point, or a bar when it has an end. */
export interface TimelineEntryRow {
  readonly id: string;
  readonly incidentId: string;
  readonly lane: TimelineLane;
  /** What it is, `milestone` or `roleTaken` for instance: decides icons and wording. */
  readonly kind: string;
  /** A person stands in it as `{person:<id>}` until it is read. */
  readonly title: string;
  readonly detail: string | null;
  readonly at: string;
  readonly endAt: string | null;
  /** Goes on: a bar without an end yet. */
  readonly ongoing: boolean;
  /** A diamond. */
  readonly keyMoment: boolean;
  readonly tone: Tone;
  /** When its source published it, or Ballast recorded it. */
  readonly knownFrom: string;
  /** When it was taken back; null while it stands. */
  readonly knownTo: string | null;
  readonly recordedAt: string;
  readonly actor: Actor | null;
  readonly visibility: "internal" | "public";
  readonly pinned: boolean;
  /** The record to open, and its kind. */
  readonly recordKind: string | null;
  readonly recordId: string | null;
  /** What it was made from. Of an event that is in the log only `eventId` is kept; who shows the entry adds the rest (`withEvidence`). */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly corrections: readonly CorrectionRow[];
}

/** Ids of entries that stand for something of an incident that has no id of its own. */
export const entryIds = {
  milestone: (incidentId: string, milestone: string) => ids.part(incidentId, "milestone", milestone),
  /** The time of an imported incident as a whole. */
  span: (incidentId: string) => ids.part(incidentId, "span"),
  /** One thing about a related record. */
  related: (recordId: string, what: string) => ids.part(recordId, "timeline", what),
} as const;

/** Where a person's name belongs. */
export const person = (id: string): string => `{person:${id}}`;

/** Puts names in their places; who is not known is somebody. */
export const withNames = (text: string, nameOf: (personId: string) => string | undefined): string =>
  text.replace(/\{person:([^}]+)\}/g, (_, id: string) => nameOf(id) ?? "somebody");
