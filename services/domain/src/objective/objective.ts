import type { DataOf, ObjectiveEvent } from "@ballast/schema";

/** What an objective says. */
export type ObjectiveContent = DataOf<"ObjectiveDefined">;

/** An objective that somebody defined; `retired` says why nobody is held to it any more. */
export interface DefinedObjective extends ObjectiveContent {
  readonly status: "defined";
  readonly retired: string | null;
}

export type Objective = { readonly status: "absent" } | DefinedObjective;

export type ObjectiveCommand =
  | ({ readonly type: "DefineObjective"; readonly now: string } & ObjectiveContent)
  /** Whole; one that was retired comes back with it. */
  | ({ readonly type: "ChangeObjective"; readonly now: string } & DataOf<"ObjectiveChanged">)
  | ({ readonly type: "RetireObjective"; readonly now: string } & DataOf<"ObjectiveRetired">);

/** Folds one fact. */
export function evolve(objective: Objective, event: ObjectiveEvent): Objective {
  switch (event.type) {
    case "ObjectiveDefined":
      return { status: "defined", ...event.data, retired: null };
    case "ObjectiveChanged": {
      const { reason: _, ...content } = event.data;
      return { status: "defined", ...content, retired: null };
    }
    case "ObjectiveRetired":
      return objective.status === "defined" ? { ...objective, retired: event.data.reason } : objective;
  }
}
