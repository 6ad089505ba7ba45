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

/** What stays under the thumb: what is needed next, and beside it what else may be said or ended. While one is called, only the first. */
export function stepsAtHand(standing: Standing, called: boolean): readonly IncidentStep[] {
  const step = nextStep(standing);
  if (step === null) return [];
  const beside: IncidentStep | null = called || step === "review" ? null : step === "update" ? "resolve" : "update";
  return beside === null ? [step] : [step, beside];
}

/** The open page by which somebody is called; undefined where none of them calls them. */
export const callOf = <Page extends CallingPage>(pages: readonly Page[], isMe: (personId: string) => boolean): Page | undefined =>
  pages.find(({ state, handedOn, sends }) =>
    state === "open" && handedOn === null && sends.some(({ person }) => person !== null && isMe(person.id)));

/** What of a page says whom it calls. */
interface CallingPage {
  readonly state: string;
  readonly handedOn: object | null;
  readonly sends: readonly { readonly person: { readonly id: string } | null }[];
}

/** What the button of a step says. */
export function stepWords(step: IncidentStep, reference: string): string {
  return { command: "Take command", update: "Post an update", resolve: `Resolve ${reference}`, review: "Record the review" }[step];
}

/** An address that opens an incident with a step's dialog. */
export function stepHref(id: string, step: string): string {
  return `/incidents/${encodeURIComponent(id)}?do=${step}`;
}
