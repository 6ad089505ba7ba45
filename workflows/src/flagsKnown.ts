import type { OpenTargeting } from "@ballast/domain/targeting";
import type { Cohort } from "@ballast/schema";

/** Customers by what a flag's share gives them; whoever a name, a rule or a prerequisite decides for is on neither side. */
export interface ShareSides {
  readonly within: readonly string[];
  readonly without: readonly string[];
}

/** Flags, segments and known customers as the log has them, evaluated by the engine that applications are answered by. */
export interface FlagsKnown {
  /** What a change does to whom. `change` is told what the flag gives now. */
  cohort(targetingId: string, change: (now: OpenTargeting) => OpenTargeting): Promise<Cohort>;
  sides(targetingId: string, customers: readonly string[]): Promise<ShareSides>;
  /**
   * Flags in their environments that were changed for a deploy, by all that has been done to flags by now; null where that is not known
   * yet.
   */
  changedFor(deployId: string): Promise<readonly string[] | null>;
}
