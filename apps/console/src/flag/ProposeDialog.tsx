import { sentence } from "../data/words.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { clock, dayAndTime, dayHeading } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { proposeChange } from "../turning/turningDocuments.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import type { DraftedChange } from "./making.ts";

/** Asks for a change: for somebody's word, or for a later moment. */
export function ProposeDialog({
  drafted: { place, change, words }, preview, later, onClose, done,
}: {
  drafted: DraftedChange;
  preview: FlagPreview;
  later: boolean;
  onClose: () => void;
  done: () => void;
}) {
  const draft = useDraft("flag.propose", place.flag, place.environment, JSON.stringify(change));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [applyAt, setApplyAt] = useDraftState<string | null>(draft, "applyAt", null);
  const give = useCommand(proposeChange, draft);
  const [zone, now] = [useZone(), useNow(60_000)];
  const today = applyAt !== null && dayHeading(Date.parse(applyAt), now, zone) === "Today";
  const when = applyAt === null ? "" : ` for ${today ? clock(Date.parse(applyAt), zone) : dayAndTime(applyAt, zone)}`;
  const does = `${later && !preview.needsApproval ? "Schedule" : "Propose"} ${words}${when}`;
  const act = async (): Promise<void> => {
    await give({ ...place, change, reason: reason.trim(), ...(applyAt === null ? {} : { applyAt }) });
    done();
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${later && !preview.needsApproval ? "Schedule" : "Propose"} ${words} of ${place.flag} in ${place.environment}?`}
      confirm={does}
      ready={reason.trim() !== "" && (!later || applyAt !== null)}
      preview={
        <>
          <p>{sentence(preview.sentence)}</p>
          <p>
            {preview.needsApproval ? "It is made once a second person approves it." : "It is made at its time."} Had the flag moved
            meanwhile, it is not made, and says so.
          </p>
        </>
      }
      act={act}
    >
      {later ? <MomentField label="When" value={applyAt} set={setApplyAt} needed /> : null}
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
