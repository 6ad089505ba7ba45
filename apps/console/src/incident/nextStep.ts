import type { IncidentState, Milestone } from "@ballast/schema/graphql";
import type { IncidentDialog } from "./dialogs.ts";
import type { MilestoneRecord, Review } from "./incidentDocuments.ts";

/** What an incident needs of a person next. */
export type IncidentStep = "command" | "update" | "resolve" | "review";

/** What decides it. */
export interface Standing {
  open: boolean;
  state: IncidentState;
  commander: object | null;
  /** Its alerts have cleared. */
  resolutionProposed: boolean;
  review?: Pick<Review, "state">;
}

/** Somebody takes command, tells the others, and says that it is over; then the review. `null`: nothing is asked for. */
export function nextStep({ open, state, commander, resolutionProposed, review }: Standing): IncidentStep | null {
  if (!open) return state === "resolved" && review?.state === "due" ? "review" : null;
  if (resolutionProposed || state === "monitoring") return "resolve";
  return commander === null ? "command" : "update";
}

/** What the button of a step says. */
export function stepWords(step: IncidentStep, reference: string): string {
  return { command: "Take command", update: "Post an update", resolve: `Resolve ${reference}`, review: "Record the review" }[step];
}

/** The dialog that a step opens. */
export function dialogOfStep(step: IncidentStep): IncidentDialog {
  if (step === "command") return { kind: "role", role: "commander" };
  if (step === "resolve") return { kind: "state", to: "resolved" };
  return { kind: step };
}

/** What a link asks for, `?do=resolve`, where the incident's state allows it. */
export function dialogAsked(asked: string | null, { open, review }: Pick<Standing, "open" | "review">): IncidentDialog | null {
  if (asked === "review") return review?.state === "due" ? { kind: "review" } : null;
  if (asked === "command" || asked === "update" || asked === "resolve") return open ? dialogOfStep(asked) : null;
  return asked === "entry" || asked === "severity" ? { kind: asked } : null;
}

/** An address that opens an incident with a step's dialog. */
export function stepHref(id: string, step: string): string {
  return `/incidents/${encodeURIComponent(id)}?do=${step}`;
}

const asked: readonly Milestone[] = ["impactStart", "detected", "mitigated"];

/** Milestones that the figures need and nobody has said, to be asked for when it is resolved. */
export function missingMilestones(milestones: readonly Pick<MilestoneRecord, "milestone" | "at">[]): readonly Milestone[] {
  return asked.filter((name) => (milestones.find(({ milestone }) => milestone === name)?.at ?? null) === null);
}
