import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { sentence } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { proposeChange } from "../turning/turningDocuments.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import { rebucketWords, useMaking } from "./making.ts";
import type { DraftedChange } from "./making.ts";

/** Customers are divided anew only by whoever asks for that by the flag's name. */
export function RebucketDialog({
  drafted, preview, onClose, done,
}: {
  drafted: DraftedChange;
  preview: FlagPreview;
  onClose: () => void;
  done: () => void;
}) {
  const { place, change } = drafted;
  const draft = useDraft("flag.rebucket", place.flag, place.environment, JSON.stringify(change));
  const [typed, setTyped] = useDraftState(draft, "flag", "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const make = useMaking(draft);
  const propose = useCommand(proposeChange, draft);
  const asks = preview.needsApproval;
  const does = `${asks ? "Propose to r" : "R"}${rebucketWords(preview.cohort).slice(1)}`;
  const act = async (): Promise<void> => {
    if (asks) await propose({ ...place, change, rebucket: place.flag, reason: reason.trim() });
    else await make(drafted, place.flag);
    done();
  };
  return (
    <ConfirmCommand
      open
      danger
      draft={draft}
      onClose={onClose}
      title={`${does} of ${place.flag} in ${place.environment}?`}
      confirm={does}
      ready={typed.trim() === place.flag && (!asks || reason.trim() !== "")}
      preview={
        <>
          <p>{sentence(preview.sentence)}</p>
          <p>Other variants or weights divide customers anew: somebody who had one thing may get another, though nobody meant that one.</p>
        </>
      }
      act={act}
    >
      <TextField
        label={`Write ${place.flag} to say that this is meant`}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {asks ? <ReasonField value={reason} set={setReason} needed /> : null}
    </ConfirmCommand>
  );
}
