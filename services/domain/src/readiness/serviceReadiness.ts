import type { DataOf } from "@ballast/schema";

type OfOne = "readinessId" | "serviceId";

/** What somebody states of a check, and until when that counts. */
export type CheckStatement = Omit<DataOf<"CheckStated">, OfOne>;

export const exemptionStates = ["asked", "granted", "refused", "ended"] as const;
export type ExemptionState = (typeof exemptionStates)[number];

/** That a check counts as met, until the day before `until`: whether it still does is asked of the day, nothing has to end it. */
export interface Exemption extends Omit<DataOf<"ExemptionAsked">, OfOne> {
  readonly state: ExemptionState;
  /** Who granted or refused it. */
  readonly decidedBy: string | null;
  /** What was said when it was decided, or ended. */
  readonly word: string;
  /** How many days ahead of its end people were told of that; 0: that it is over. */
  readonly noticed: readonly number[];
}

/** What one source says that a service is made with. */
export type StatedTechnologies = Omit<DataOf<"TechnologiesStated">, OfOne>;

/** Who read a service's runbook last, where that was, and on which day. */
export type RunbookReading = Omit<DataOf<"RunbookRead">, OfOne>;

/** What is stated of one service's readiness. */
export interface KnownReadiness {
  readonly status: "known";
  readonly readinessId: string;
  readonly serviceId: string;
  readonly ownerId: string | null;
  readonly tier: number | null;
  /** The newest of each check. */
  readonly statements: readonly CheckStatement[];
  /** Oldest first. */
  readonly exemptions: readonly Exemption[];
  /** The newest of each source. */
  readonly made: readonly StatedTechnologies[];
  /** The newest of each person. */
  readonly read: readonly RunbookReading[];
}

export type ServiceReadiness = { readonly status: "absent" } | KnownReadiness;

/** The exemption of a check that holds on a day; null where none does. */
export const exemptionOn = (
  { exemptions }: Pick<KnownReadiness, "exemptions">, checkId: string, day: string,
): Exemption | null =>
  exemptions.findLast((one) => one.checkId === checkId && one.state === "granted" && day < one.until) ?? null;

/** The exemption of a check that waits for a decision, and could still be of use. */
export const askedExemption = (
  { exemptions }: Pick<KnownReadiness, "exemptions">, checkId: string, day: string,
): Exemption | null => exemptions.findLast((one) => one.checkId === checkId && one.state === "asked" && day < one.until) ?? null;
