import type { ReportStatus } from "@ballast/domain/statusPage";
import type { IncidentRow } from "@ballast/readmodel";

/** Something said of an incident. */
export interface PublishedUpdate {
  readonly id: string;
  readonly status: ReportStatus;
  /** The word that was written, of a maintenance. */
  readonly word: string;
  readonly body: string;
  readonly at: string;
  readonly corrected: string | null;
}

/** An incident, or a maintenance, as the public reads of it. */
export interface Report {
  readonly id: string;
  /** Null: nobody gave it a name for the public. */
  readonly title: string | null;
  readonly impact: IncidentRow["publicImpact"];
  readonly status: ReportStatus;
  /** Somebody said something of it to the public. */
  readonly told: boolean;
  readonly open: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string;
  readonly monitoringAt: string | null;
  readonly resolvedAt: string | null;
  readonly nextUpdateDueAt: string | null;
  readonly plan: { readonly from: string; readonly until: string | null } | null;
  /** Newest first. */
  readonly updates: readonly PublishedUpdate[];
  readonly componentIds: readonly string[];
  readonly corrections: readonly Correction[];
}

/** A time of impact that was corrected later. */
export interface Correction {
  readonly component: string;
  readonly at: string;
  readonly reason: string;
  readonly was: { readonly from: string; readonly to: string | null };
  readonly is: { readonly from: string; readonly to: string | null };
}
