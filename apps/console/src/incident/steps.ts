import type { Milestone } from "@ballast/schema/graphql";
import type { IncidentDialog } from "./dialogs.ts";
import type { MilestoneRecord } from "./incidentDocuments.ts";
import type { IncidentStep, Standing } from "../response/nextStep.ts";

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

const asked: readonly Milestone[] = ["impactStart", "detected", "mitigated"];

/** Milestones that the figures need and nobody has said, to be asked for when it is resolved. */
export function missingMilestones(milestones: readonly Pick<MilestoneRecord, "milestone" | "at">[]): readonly Milestone[] {
  return asked.filter((name) => (milestones.find(({ milestone }) => milestone === name)?.at ?? null) === null);
}
