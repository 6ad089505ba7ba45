import { lastingIntervals, type ChosenType, type Pause } from "@ballast/domain";
import type { Actor, AffectedCustomer, DataOf, IncidentRole, IncidentState, Milestone, PublicImpact, Source } from "@ballast/schema";

/** Somebody in a role, from when to when. */
export interface RoleHoldingRow {
  readonly role: IncidentRole;
  readonly personId: string;
  readonly from: string;
  readonly to: string | null;
}

/** Somebody in a role of the incident's type. */
export interface TypeRoleRow extends Omit<RoleHoldingRow, "role"> {
  readonly role: string;
}

/** A line of the checklist that is ticked. */
export interface TickRow {
  readonly lineId: string;
  readonly by: Actor;
  readonly at: string;
}

/** Something small to do now. */
export interface TaskRow {
  readonly taskId: string;
  readonly text: string;
  readonly ownerId: string | null;
  readonly status: "open" | "done" | "dropped" | "carriedOn";
  readonly reason: string | null;
  readonly actionId: string | null;
  readonly addedBy: Actor;
  readonly addedAt: string;
  readonly endedBy: Actor | null;
  readonly endedAt: string | null;
}

/** A way in, and how many came by it. */
export interface JoinLinkRow {
  readonly linkId: string;
  readonly note: string;
  readonly expiresAt: string;
  readonly revoked: string | null;
  readonly issuedBy: Actor;
  readonly issuedAt: string;
  readonly used: number;
}

/** A change of something recorded, with what it was before. */
export interface CorrectionRow {
  readonly at: string;
  readonly by: string;
  readonly previous: string | null;
  readonly reason: string;
}

/** A point of the response; `at` null where it is unknown. */
export interface MilestoneRow {
  readonly milestone: Milestone;
  readonly at: string | null;
  readonly corrections: readonly CorrectionRow[];
}

/** A time in which a component was hurt. */
export interface IntervalRow {
  readonly id: string;
  readonly component: string;
  readonly impact: PublicImpact;
  readonly share: number | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly corrections: readonly IntervalCorrection[];
}

/** A correction of a time of impact; `was` is how it stood before. */
export interface IntervalCorrection extends CorrectionRow {
  readonly was: Pick<IntervalRow, "impact" | "share" | "startedAt" | "endedAt">;
}

/** A typed link to what caused, revealed or ended it. */
export interface LinkRow extends Omit<DataOf<"LinkAdded">, "incidentId" | "linkId"> {
  readonly id: string;
  readonly by: Actor;
  readonly at: string;
}

/** The review is no state of the incident: it may be due while the incident is closed. */
export interface ReviewRow {
  readonly state: "none" | "due" | "held" | "skipped";
  readonly dueAt: string | null;
  readonly heldAt: string | null;
  readonly reason: string | null;
}

/** An update's place and status, without its text. */
export interface UpdateMark {
  readonly id: string;
  readonly at: string;
  readonly status: string;
}

/** An incident: declared here, or imported. */
export interface IncidentRow {
  readonly id: string;
  /** INC-n; null for imports. */
  readonly number: number | null;
  readonly title: string;
  readonly summary: string;
  /** What the status page calls it, where somebody said so. */
  readonly publicTitle?: string | undefined;
  readonly state: IncidentState;
  /** 1 is the worst; null where nobody has rated it. */
  readonly severity: number | null;
  readonly publicImpact: PublicImpact;
  readonly serviceIds: readonly string[];
  readonly components: readonly string[];
  readonly declaredAt: string;
  readonly declaredBy: Actor;
  readonly declaredAutomatically: boolean;
  /** Start of the impact as far as known: D1 for imports. */
  readonly startedAt: string | null;
  readonly resolvedAt: string | null;
  readonly drill: boolean;
  readonly private: boolean;
  readonly imported: boolean;
  readonly url: string | null;
  readonly source: Source | null;
  /** What its source said of its times, where it is imported. */
  readonly given: { readonly startedAt: string | null; readonly resolvedAt: string | null } | null;
  /** When a maintenance was planned for. */
  readonly plan?: { readonly from: string; readonly until: string | null } | undefined;
  readonly roles: readonly RoleHoldingRow[];
  /** What it has of its type, where it has one. */
  readonly chosenType?: ChosenType | undefined;
  readonly typeRoles?: readonly TypeRoleRow[] | undefined;
  readonly ticks?: readonly TickRow[] | undefined;
  readonly tasks?: readonly TaskRow[] | undefined;
  readonly joinLinks?: readonly JoinLinkRow[] | undefined;
  /** Where its responders talk; null where that ended. */
  readonly conferenceLink?: string | null | undefined;
  readonly milestones: readonly MilestoneRow[];
  readonly intervals: readonly IntervalRow[];
  readonly customers: readonly AffectedCustomer[];
  readonly customerCount: number | null;
  readonly links: readonly LinkRow[];
  readonly alertCount: number;
  /** In the order of their times. */
  readonly updates: readonly UpdateMark[];
  readonly nextUpdateDueAt: string | null;
  /** Times in which it was over, before it was reopened. */
  readonly pauses: readonly Pause[];
  readonly resolutionProposed: boolean;
  readonly mergedInto: string | null;
  readonly review: ReviewRow;
  readonly responseStartedAt: string | null;
}

const ACTIVE: ReadonlySet<IncidentState> = new Set(["triage", "investigating", "fixing", "monitoring"]);

/** Whether somebody works on it. Imports are history, whatever their last status says; maintenance is never an incident on Now. */
export const isOpen = ({ imported, state }: IncidentRow): boolean => !imported && ACTIVE.has(state);

/** When a milestone was reached; null where it is unknown. */
export const milestoneAt = ({ milestones }: Pick<IncidentRow, "milestones">, milestone: Milestone): string | null =>
  milestones.find((known) => known.milestone === milestone)?.at ?? null;

/**
 * How long it lasted, ms: from its start (else its declaration) to its resolution, without the times in which it was
 * over and had not been reopened yet. Null while it is not resolved; negative where its times are the wrong way round.
 */
export function lastedMs({
  startedAt, declaredAt, resolvedAt, pauses,
}: Pick<IncidentRow, "startedAt" | "declaredAt" | "resolvedAt" | "pauses">): number | null {
  if (resolvedAt === null) return null;
  const from = startedAt ?? declaredAt;
  const whole = Date.parse(resolvedAt) - Date.parse(from);
  return whole <= 0
    ? whole
    : lastingIntervals({ from, to: resolvedAt }, pauses).reduce((sum, part) => sum + Date.parse(part.to) - Date.parse(part.from), 0);
}

/** Who commands it now. */
export const commanderOf = ({ roles }: Pick<IncidentRow, "roles">): string | null =>
  roles.findLast(({ role, to }) => role === "commander" && to === null)?.personId ?? null;

/** How people call it: INC-12, or the source's id. */
export const referenceOf = ({ number, source, id }: IncidentRow): string =>
  number === null ? (source?.id ?? id.slice(0, 8)) : `INC-${number}`;
