import { defaultPolicy, type BudgetPolicy, type Correction, type DataOf, type Indicator, type ObjectiveEvent } from "@ballast/schema";

/** What an objective says. */
export type ObjectiveContent = DataOf<"ObjectiveDefined">;

/** An objective that somebody defined; `retired` says why nobody is held to it any more. */
export interface DefinedObjective extends ObjectiveContent {
  readonly status: "defined";
  readonly retired: string | null;
  readonly policy: BudgetPolicy;
  /** Incidents that took more than a fifth of four weeks' budget alone, and asked for an action. */
  readonly overspentBy: readonly string[];
  /** What counts its requests; null: it is measured by incidents. */
  readonly indicator: Indicator | null;
  /** Times that are left out, those made first first. */
  readonly corrections: readonly Correction[];
}

export type Objective = { readonly status: "absent" } | DefinedObjective;

export type ObjectiveCommand =
  /** With an indicator it is measured by requests from the start; without, what was said of that before stays. */
  | ({ readonly type: "DefineObjective"; readonly now: string; readonly indicator?: Indicator | null } & ObjectiveContent)
  /** Whole; one that was retired comes back with it. */
  | ({ readonly type: "ChangeObjective"; readonly now: string; readonly indicator?: Indicator | null } & DataOf<"ObjectiveChanged">)
  | ({ readonly type: "SetBudgetPolicy"; readonly now: string } & DataOf<"BudgetPolicySet">)
  | ({ readonly type: "SetIndicator"; readonly now: string } & DataOf<"IndicatorSet">)
  | ({ readonly type: "Correct"; readonly now: string } & DataOf<"CorrectionMade">)
  | ({ readonly type: "LiftCorrection"; readonly now: string } & DataOf<"CorrectionLifted">)
  /** What an incident cost is found again and again while it goes on: only the first time is news. */
  | ({ readonly type: "RecordOverspending"; readonly now: string } & DataOf<"ErrorBudgetOverspent">)
  | ({ readonly type: "RetireObjective"; readonly now: string } & DataOf<"ObjectiveRetired">);

/** Folds one fact. */
export function evolve(objective: Objective, event: ObjectiveEvent): Objective {
  if (event.type === "ObjectiveDefined") return { ...undecided, ...decided(objective), status: "defined", ...event.data, retired: null };
  if (event.type === "ObjectiveChanged") {
    const { reason: _, ...content } = event.data;
    return { ...undecided, ...decided(objective), status: "defined", ...content, retired: null };
  }
  return objective.status === "defined" ? afterwards(objective, event) : objective;
}

type Decided = Pick<DefinedObjective, "policy" | "overspentBy" | "indicator" | "corrections">;

/** What an objective begins with, beside what it says. */
const undecided: Decided = { policy: defaultPolicy, overspentBy: [], indicator: null, corrections: [] };

/** What stays when it says something else. */
function decided(objective: Objective): Partial<Decided> {
  if (objective.status === "absent") return {};
  const { policy, overspentBy, indicator, corrections } = objective;
  return { policy, overspentBy, indicator, corrections };
}

type Later = Exclude<ObjectiveEvent, { type: "ObjectiveDefined" | "ObjectiveChanged" }>;

function afterwards(objective: DefinedObjective, event: Later): DefinedObjective {
  switch (event.type) {
    case "BudgetPolicySet":
      return { ...objective, policy: event.data.policy };
    case "ErrorBudgetOverspent":
      return { ...objective, overspentBy: [...objective.overspentBy, event.data.incidentId] };
    case "IndicatorSet":
      return { ...objective, indicator: event.data.indicator };
    case "CorrectionMade": {
      const { objectiveId: _, ...correction } = event.data;
      return { ...objective, corrections: [...objective.corrections, correction] };
    }
    case "CorrectionLifted": {
      const { correctionId } = event.data;
      return { ...objective, corrections: objective.corrections.filter((made) => made.correctionId !== correctionId) };
    }
    case "ObjectiveRetired":
      return { ...objective, retired: event.data.reason };
  }
}
