import { Rejection } from "@ballast/domain";
import { objectiveDecider, type ObjectiveCommand } from "@ballast/domain/objective";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import type { Correction } from "@ballast/schema";

/** What would be corrected: a time that is left out, or one that counts again. */
export interface CorrectionAsked {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly lifting?: string | null;
}

/** A correction that is only looked at has no id that one could have. */
const LOOKED_AT = "00000000-0000-0000-0000-000000000000";

function commandsOf({ id: objectiveId }: ObjectiveRow, { from, to, lifting }: CorrectionAsked, now: string): readonly ObjectiveCommand[] {
  const reason = "looked at";
  if ((from ?? null) === null !== ((to ?? null) === null))
    throw new Rejection("INVALID_INPUT", "a time that is left out has a start and an end", [from ? "to" : "from"]);
  return [
    ...(lifting ? [{ type: "LiftCorrection", now, objectiveId, correctionId: lifting, reason } as const] : []),
    ...(from && to ? [{ type: "Correct", now, objectiveId, correctionId: LOOKED_AT, from, to, reason } as const] : []),
  ];
}

/** The corrections that an objective would have, as the command that makes or lifts one is decided. @throws {Rejection} as that is */
export function correctionsIf(row: ObjectiveRow, asked: CorrectionAsked, now: string): readonly Correction[] {
  let corrections = row.corrections;
  for (const command of commandsOf(row, asked, now))
    for (const event of objectiveDecider.decide(command, { ...row, corrections })) {
      const after = objectiveDecider.evolve({ ...row, corrections }, event);
      if (after.status === "defined") corrections = after.corrections;
    }
  return corrections;
}
