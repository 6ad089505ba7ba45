import { defaultPolicy, type BudgetPolicy, type DataOf, type ObjectiveEvent } from "@ballast/schema";

/** What an objective says. */
export type ObjectiveContent = DataOf<"ObjectiveDefined">;

/** An objective that somebody defined; `retired` says why nobody is held to it any more. */
export interface DefinedObjective extends ObjectiveContent {
  readonly status: "defined";
  readonly retired: string | null;
  readonly policy: BudgetPolicy;
  /** Incidents that took more than a fifth of four weeks' budget alone, and asked for an action. */
  readonly overspentBy: readonly string[];
}

export type Objective = { readonly status: "absent" } | DefinedObjective;

export type ObjectiveCommand =
  | ({ readonly type: "DefineObjective"; readonly now: string } & ObjectiveContent)
  /** Whole; one that was retired comes back with it. */
  | ({ readonly type: "ChangeObjective"; readonly now: string } & DataOf<"ObjectiveChanged">)
  | ({ readonly type: "SetBudgetPolicy"; readonly now: string } & DataOf<"BudgetPolicySet">)
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

type Decided = Pick<DefinedObjective, "policy" | "overspentBy">;

/** What an objective begins with, beside what it says. */
const undecided: Decided = { policy: defaultPolicy, overspentBy: [] };

/** What stays when it says something else. */
const decided = (objective: Objective): Partial<Decided> =>
  objective.status === "absent" ? {} : { policy: objective.policy, overspentBy: objective.overspentBy };

type Later = Exclude<ObjectiveEvent, { type: "ObjectiveDefined" | "ObjectiveChanged" }>;

function afterwards(objective: DefinedObjective, event: Later): DefinedObjective {
  switch (event.type) {
    case "BudgetPolicySet":
      return { ...objective, policy: event.data.policy };
    case "ErrorBudgetOverspent":
      return { ...objective, overspentBy: [...objective.overspentBy, event.data.incidentId] };
    case "ObjectiveRetired":
      return { ...objective, retired: event.data.reason };
  }
}
