import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { FlagPlace } from "./place.ts";
import { isOpenTo, PreviewWords } from "./PreviewWords.tsx";
import { clearOverride, flagPreviewDocument, proposeChange } from "./turningDocuments.ts";

/** Puts a customer who is named back to the rules, with what it gets then shown first. */
export function BackToRulesDialog({
  place: { flag, environment }, customer, onClose,
}: {
  place: FlagPlace;
  customer: { readonly id: string; readonly name: string };
  onClose: () => void;
}) {
  const draft = useDraft("flag.clear", flag, environment, customer.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const clear = useCommand(clearOverride, draft);
  const propose = useCommand(proposeChange, draft);
  const change = { kind: "clearOverride", customer: customer.id };
  const preview = useRead(flagPreviewDocument, { flag, environment, change }, { now: true }).data?.flagChangePreview;
  const asks = preview?.needsApproval === true;
  const why = reason.trim();
  const act = async (): Promise<void> => {
    if (asks) await propose({ flag, environment, change, reason: why });
    else await clear({ flag, environment, customer: customer.id, ...(why === "" ? {} : { reason: why }) });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Put ${customer.name} back to the rules of ${flag}?`}
      confirm={asks ? `Propose to clear ${customer.name}` : `Clear ${customer.name}`}
      ready={isOpenTo(preview) && (!asks || why !== "")}
      preview={preview === undefined ? undefined : <PreviewWords preview={preview} />}
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed={asks} />
    </ConfirmCommand>
  );
}
