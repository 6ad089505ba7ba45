/** What of a file cannot be said here, and why. */
export interface FoundProblem {
  readonly path: string;
  readonly reason: string;
}

/** What counts requests. */
export interface FoundIndicator {
  readonly counts: "good" | "bad";
  readonly query: string;
  readonly total: string;
}

export type FoundWindow =
  | { readonly kind: "rolling"; readonly days: number }
  | { readonly kind: "calendar"; readonly unit: "month" | "quarter" | "year"; readonly timeZone: string };

/** How incidents are weighed: what `ballast export objectives` wrote of an objective that is measured by them. */
export interface FoundWeighing {
  readonly parts: readonly { readonly service: string; readonly component: string | null; readonly sharePercent: number }[];
  readonly weights: { readonly criticalPercent: number; readonly majorPercent: number; readonly minorPercent: number };
  readonly overlap: "max" | "independent" | "capped" | "union";
  readonly maintenance: "excluded" | "counted";
}

/** What is done about a budget that goes, or is gone. */
export interface FoundPolicy {
  readonly gateDeploys: boolean;
  readonly askForActions: boolean;
}

/** An objective as a file says it. */
export interface FoundObjective {
  readonly name: string;
  /** What the file calls the service; null where the format has none. */
  readonly service: string | null;
  readonly targetPercent: number;
  readonly window: FoundWindow;
  readonly indicator: FoundIndicator | null;
  readonly weighing: FoundWeighing | null;
  /** Whose it is, by login or name; absent where the format says nothing of that, null where it says nobody. */
  readonly owner?: string | null;
  /** What is done about its budget; absent where the format says nothing of that. */
  readonly policy?: FoundPolicy;
}

/** What became of one document, or of one objective of it. */
export interface Found {
  readonly where: string;
  readonly objective: FoundObjective | null;
  /** What cannot be said here; where there is any, nothing of the objective is taken. */
  readonly problems: readonly FoundProblem[];
  /** What was read and plays no part here. */
  readonly left: readonly string[];
}
