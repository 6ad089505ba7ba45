import type { IncidentState } from "@ballast/schema/graphql";

/** What an incident needs of a person next. */
export type IncidentStep = "command" | "update" | "resolve" | "review";

/** What decides it. */
export interface Standing {
  open: boolean;
  state: IncidentState;
  commander: object | null;
  /** Its alerts have cleared. */
  resolutionProposed: boolean;
  review?: { readonly state: string };
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

/** An address that opens an incident with a step's dialog. */
export function stepHref(id: string, step: string): string {
  return `/incidents/${encodeURIComponent(id)}?do=${step}`;
}
