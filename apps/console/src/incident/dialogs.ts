import type { IncidentState, LinkedKind, Milestone } from "@ballast/schema/graphql";
import type { TimelineEntry } from "../timeline/entry.ts";
import type { ImpactInterval, IncidentLink, IncidentTask, JoinLink, MilestoneRecord } from "./incidentDocuments.ts";

/** A command of the incident's view that is about to be given, and what it is about. */
export type IncidentDialog =
  | { kind: "state"; to?: IncidentState }
  | { kind: "reopen" }
  | { kind: "merge" }
  | { kind: "severity" }
  | { kind: "publicImpact" }
  | { kind: "rename" }
  | { kind: "role"; role?: string }
  | { kind: "type" }
  | { kind: "conference" }
  | { kind: "giveTask"; task: IncidentTask }
  | { kind: "dropTask"; task: IncidentTask }
  | { kind: "joinLink" }
  | { kind: "revokeJoinLink"; link: JoinLink }
  | { kind: "callIn" }
  | { kind: "leaveRole"; role: string; person: { id: string; name: string } }
  | { kind: "update" }
  | { kind: "entry"; at?: string }
  | { kind: "correctEntry"; entry: TimelineEntry }
  | { kind: "milestone"; name: Milestone; milestone: Pick<MilestoneRecord, "at"> }
  | { kind: "interval"; interval?: ImpactInterval; close?: boolean }
  | { kind: "link"; record?: { kind: LinkedKind; id: string; label: string }; fromEntry?: TimelineEntry }
  | { kind: "removeLink"; link: IncidentLink; label: string }
  | { kind: "review" }
  | { kind: "rollback"; service: string; environment: string };

/** What every dialog of an incident gets besides what it is about. */
export interface DialogProps<Kind extends IncidentDialog["kind"]> {
  about: Extract<IncidentDialog, { kind: Kind }>;
  onClose: () => void;
}
