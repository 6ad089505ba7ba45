import { availability } from "@ballast/schema/words";
import type { ReactNode } from "react";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { useRead } from "../data/read.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { dayAndTime } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { correctObjective, liftCorrection } from "./objectiveCommands.ts";
import { correctionPreview, type CorrectionPreview, type ObjectiveRecord } from "./objectiveDocuments.ts";
import { minutes } from "./objectiveWords.ts";

type Shown = Pick<ObjectiveRecord, "id" | "name" | "revision">;

/** What a correction does to the figures, before it is made. */
function Effect({ standing: now, standingIf: then }: CorrectionPreview) {
  const observed = then.observedMinutes - now.observedMinutes;
  return (
    <ul>
      <li>
        {availability(now.availabilityPercent)} becomes <strong>{availability(then.availabilityPercent)}</strong>
      </li>
      <li>
        {minutes(now.leftMinutes)} of {minutes(now.budgetMinutes)} left becomes{" "}
        <strong>{minutes(then.leftMinutes)} of {minutes(then.budgetMinutes)}</strong>
      </li>
      <li>
        {observed === 0
          ? "Nothing of its time of now lies in that: the figures stay as they are."
          : `${minutes(Math.abs(observed))} ${observed < 0 ? "less are" : "more are"} observed. Both figures are shown from then on.`}
      </li>
    </ul>
  );
}

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly lifting?: string;
}

const untilSaid = "Say from when until when: what it does to the figures stands here before it is made.";

/** Reads what it would do; nothing to read while something is missing. */
function useEffectOf(id: string, asked: Asked | null): { readonly preview: ReactNode | undefined; readonly known: boolean } {
  const { data, error } = useRead(correctionPreview, asked === null ? null : { id, ...asked }, { now: true });
  if (asked === null) return { preview: <p>{untilSaid}</p>, known: false };
  if (error !== null) return { preview: <ProblemLine error={error} />, known: false };
  const found = data?.objective ?? null;
  return { preview: found === null ? undefined : <Effect {...found} />, known: found !== null };
}

/** Leaves a time out of what is measured, because what was measured in it was not so. */
export function CorrectDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const draft = useDraftOf(shown, "objective.correct", shown.id);
  const [from, setFrom] = useDraftState<string | null>(draft, "from", null);
  const [to, setTo] = useDraftState<string | null>(draft, "to", null);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(correctObjective, draft);
  const { preview, known } = useEffectOf(shown.id, from === null || to === null ? null : { from, to });
  const act = async (): Promise<void> => {
    if (from !== null && to !== null) await give({ objectiveId: shown.id, from, to, reason: reason.trim() });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Leave a time out of ${shown.name}?`}
      confirm="Leave it out"
      ready={known && reason.trim() !== ""}
      preview={preview}
      act={act}
    >
      <MomentField label="From" value={from} set={setFrom} needed />
      <MomentField label="Until" value={to} set={setTo} needed help="It has passed." />
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** What was left out counts again. */
export function LiftDialog({
  shown, correction, onClose,
}: {
  shown: Shown;
  correction: ObjectiveRecord["corrections"][number];
  onClose: () => void;
}) {
  const zone = useZone();
  const draft = useDraftOf(shown, "objective.lift", shown.id, correction.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(liftCorrection, draft);
  const { preview, known } = useEffectOf(shown.id, { lifting: correction.id });
  const act = async (): Promise<void> =>
    void (await give({ objectiveId: shown.id, correctionId: correction.id, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Let it count again in ${shown.name}?`}
      confirm="Let it count again"
      ready={known && reason.trim() !== ""}
      preview={preview}
      act={act}
    >
      <p>{dayAndTime(correction.from, zone)} to {dayAndTime(correction.to, zone)} was left out: {correction.reason}</p>
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
