import { sentence } from "../data/words.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import styles from "./Flag.module.css";
import { revertFlag } from "./flagCommands.ts";
import { proposeChange } from "../turning/turningDocuments.ts";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import type { FlagPlace } from "../turning/place.ts";

/** Forward to how it was after an earlier change, with a preview like any other change. */
export function RevertDialog({ place, revision, onClose }: { place: FlagPlace; revision: number; onClose: () => void }) {
  const draft = useDraft("flag.revert", place.flag, place.environment, String(revision));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const apply = useCommand(revertFlag, draft);
  const propose = useCommand(proposeChange, draft);
  const change = { kind: "revert", revision };
  const preview = useRead(flagPreviewDocument, { ...place, change }, { now: true }).data?.flagChangePreview;
  const asks = preview?.needsApproval === true;
  const does = `${asks ? "Propose to revert" : "Revert"} ${place.flag} to change ${String(revision)}`;
  const act = async (): Promise<void> => {
    if (asks) await propose({ ...place, change, reason: reason.trim() });
    else await apply({ ...place, revision, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={preview !== undefined && preview.refusal === null && !preview.isNoChange && (!asks || reason.trim() !== "")}
      preview={
        preview === undefined ? undefined : preview.refusal !== null ? (
          <p>
            {preview.refusal.message}. {preview.refusal.remedy}
          </p>
        ) : preview.isNoChange ? (
          <p>It is so already.</p>
        ) : (
          <>
            <p>{sentence(preview.sentence)} {preview.after}</p>
            <ul className={styles.facts}>{preview.differences.map((line) => <li key={line}>{line}</li>)}</ul>
          </>
        )
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed={asks} />
    </ConfirmCommand>
  );
}
