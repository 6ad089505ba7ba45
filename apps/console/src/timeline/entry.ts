import type { Tone } from "../marks/tone.ts";

/** The lanes in the order in which they stand on the screen. */
export const lanes = ["impact", "alerts", "pages", "people", "deploys", "flags", "updates", "maintenance", "notes"] as const;

/** One lane of the timeline. */
export type Lane = (typeof lanes)[number];

/** What the lanes are called. */
export const laneTitles: Record<Lane, string> = {
  impact: "Impact",
  alerts: "Alerts",
  pages: "Pages",
  people: "People",
  deploys: "Deploys",
  flags: "Flags",
  updates: "Updates",
  maintenance: "Maintenance",
  notes: "Notes",
};

/** One thing that happened, or lasted, as the API tells it. All times are ISO strings. */
export interface TimelineEntry {
  id: string;
  lane: Lane;
  kind: string;
  title: string;
  detail?: string;
  /** When it happened, or began. */
  at: string;
  /** When it ended; without it the entry is a moment. */
  endAt?: string;
  keyMoment: boolean;
  tone: Tone;
  /** From when the record held this version, and until when another one replaced it. */
  knownFrom: string;
  knownTo?: string;
  recordedAt: string;
  actor?: { id: string; name: string };
  visibility: "internal" | "public";
  pinned: boolean;
  recordId?: string;
  recordKind?: string;
  evidence: Record<string, unknown>;
  corrections: { at: string; by: string; previous: string; reason: string }[];
  /** How many people wrote something of it into the review. */
  said?: number;
}

/** The milestones drawn as dashed edges through all lanes; `null` or missing = not reached. */
export interface Milestones {
  impactStart?: string | null;
  mitigated?: string | null;
  resolved?: string | null;
}

/** A measured series for the impact lane, for instance errors in per cent. Points in order of time. */
export interface ImpactSeries {
  /** What it measures: `errors on 2026.11.4`. */
  label: string;
  unit: string;
  points: readonly { at: string; value: number | null }[];
}

/** A stretch of declared impact on one component. */
export interface ImpactInterval {
  from: string;
  /** Missing while it lasts. */
  to?: string | null;
  component: string;
  level: "none" | "minor" | "major" | "critical" | "maintenance";
  /** Share of customers, in per cent. */
  share?: number | null;
}

/** The stretch of time a timeline shows. */
export interface TimeWindow {
  from: string;
  to: string;
}
