import { share } from "@ballast/schema/words";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { FlagPlace } from "./place.ts";
import { isOpenTo, PreviewWords } from "./PreviewWords.tsx";
import { flagPreviewDocument, proposeChange, stepRollout } from "./turningDocuments.ts";

/** Back to a smaller share, after a look at who leaves. `incidentId`: what it is recorded for. */
export function StepBackDialog({
  place: { flag, environment }, parts, incidentId, onClose,
}: {
  place: FlagPlace;
  parts: number;
  incidentId: string | null;
  onClose: () => void;
}) {
  const draft = useDraft("flag.stepBack", flag, environment, String(parts));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const step = useCommand(stepRollout, draft);
  const propose = useCommand(proposeChange, draft);
  const change = { kind: "rollout", parts };
  const preview = useRead(flagPreviewDocument, { flag, environment, change }, { now: true }).data?.flagChangePreview;
  const asks = preview?.needsApproval === true;
  const does = `${asks ? "Propose to step" : "Step"} ${flag} back to ${share(parts)}`;
  const why = reason.trim();
  const act = async (): Promise<void> => {
    const forIt = incidentId === null ? {} : { incidentId };
    if (asks) await propose({ flag, environment, change, reason: why, ...forIt });
    else await step({ flag, environment, parts, ...(why === "" ? {} : { reason: why }), ...forIt });
  };
  return (
    <ConfirmCommand
      open
      danger
      draft={draft}
      onClose={onClose}
      title={`${does} in ${environment}?`}
      confirm={does}
      ready={isOpenTo(preview) && (!asks || why !== "")}
      preview={preview === undefined ? undefined : <PreviewWords preview={preview} />}
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed={asks} />
    </ConfirmCommand>
  );
}
