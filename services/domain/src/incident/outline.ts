import type { DataOf, IncidentEvent, IncidentState, Milestone, PublicImpact } from "@ballast/schema";
import type { Pause } from "../reports/milestones.ts";

/** Milestones by name; missing: unknown. */
export type KnownMilestones = Readonly<Partial<Record<Milestone, string>>>;

/** What an incident has of its type: the text as it stood when it was chosen. */
export type ChosenType = Omit<DataOf<"IncidentTypeChosen">, "incidentId" | "reason">;

/**
 * What an incident is at a moment, short of the lists that grow with it: small enough to be kept wherever incidents are
 * shown. `evolveOutline` is the only rule that says how a fact changes it.
 */
export interface IncidentOutline {
  readonly title: string;
  readonly summary: string;
  readonly state: IncidentState;
  readonly mergedInto: string | null;
  /** What the status page calls it, where somebody said so. */
  readonly publicTitle?: string | undefined;
  /** 1 is the worst; null for imports that nobody has rated. */
  readonly severity: number | null;
  readonly publicImpact: PublicImpact;
  readonly serviceIds: readonly string[];
  readonly components: readonly string[];
  readonly milestones: KnownMilestones;
  /** What it has of its type, where somebody chose one. */
  readonly chosenType?: ChosenType | undefined;
  /** Where its responders talk; null where that ended, missing where nobody ever said. */
  readonly conferenceLink?: string | null | undefined;
  /** Oldest first. */
  readonly pauses: readonly Pause[];
  /** Its alerts have cleared, and nothing has happened to it since. */
  readonly resolutionProposed: boolean;
}

/** Where an incident is after it was reopened, wherever it was before. */
export const reopenedState: IncidentState = "investigating";

/** Folds one fact; what says nothing about the outline leaves it as it is. */
export function evolveOutline<Outline extends IncidentOutline>(outline: Outline, event: IncidentEvent): Outline {
  switch (event.type) {
    case "IncidentRenamed":
      return { ...outline, title: event.data.title, summary: event.data.summary };
    case "PublicTitleSet":
      return { ...outline, publicTitle: event.data.title };
    case "ServicesNamed":
      return { ...outline, serviceIds: event.data.serviceIds, components: event.data.components };
    case "IncidentStateChanged":
      return { ...outline, state: event.data.to, resolutionProposed: false };
    case "IncidentReopened":
      return { ...outline, state: reopenedState, mergedInto: null, resolutionProposed: false, pauses: pausesAfter(outline, event.data) };
    case "IncidentMerged":
      return { ...outline, state: "merged", mergedInto: event.data.intoIncidentId, resolutionProposed: false };
    case "SeveritySet":
      return { ...outline, severity: event.data.to };
    case "PublicImpactSet":
      return { ...outline, publicImpact: event.data.to };
    case "MilestoneReached": case "MilestoneCorrected":
      return { ...outline, milestones: milestonesAfter(outline.milestones, event) };
    case "IncidentTypeChosen": {
      const { incidentId, reason, ...chosenType } = event.data;
      return { ...outline, chosenType };
    }
    case "ConferenceLinkSet":
      return { ...outline, conferenceLink: event.data.url };
    case "AlertAttached":
      return { ...outline, resolutionProposed: false };
    case "ResolutionProposed":
      return { ...outline, resolutionProposed: true };
    default:
      return outline;
  }
}

/** Of what was reached the first time counts; a correction replaces it, or makes it unknown so that it can be reached again. */
export function milestonesAfter(
  milestones: KnownMilestones,
  event: Extract<IncidentEvent, { type: "MilestoneReached" | "MilestoneCorrected" }>,
): KnownMilestones {
  const { milestone } = event.data;
  const { [milestone]: previous, ...others } = milestones;
  const at = event.type === "MilestoneReached" ? (previous ?? event.data.at) : event.data.at;
  return at === null ? others : { ...others, [milestone]: at };
}

function pausesAfter({ pauses, milestones: { resolved } }: IncidentOutline, { at }: DataOf<"IncidentReopened">): readonly Pause[] {
  return resolved === undefined || at === null ? pauses : [...pauses, { from: resolved, to: at }];
}
