import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { putStandingNotice, retireStatusPage, setComponentStatus } from "./statusPageDocuments.ts";
import type { StatusPageComponent, StatusPageRecord } from "./statusPageDocuments.ts";
import { statusWords } from "./statusPageWords.ts";

interface OnComponent {
  readonly shown: StatusPageRecord;
  readonly component: StatusPageComponent;
  readonly onClose: () => void;
}

const byHandWords = "Readers see it at once, marked ◆ as set by hand, with the reason. Figures go by incidents as before.";

type Choosable = StatusPageComponent["status"] | "rule";

const choices: readonly (readonly [Choosable, string])[] = [
  ["rule", "What its incidents say"], ["operational", statusWords.operational], ["degraded", statusWords.degraded],
  ["partialOutage", statusWords.partialOutage], ["majorOutage", statusWords.majorOutage], ["maintenance", statusWords.maintenance],
];

/** Says by hand how a component does, or lets its incidents say it again. */
export function HoldStatusDialog({ shown, component, onClose }: OnComponent) {
  const draft = useDraftOf(shown, "statusPage.hold", component.id);
  const [status, setStatus] = useDraftState<Choosable>(draft, "status", component.heldReason === null ? "degraded" : "rule");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setComponentStatus, draft);
  const act = async (): Promise<void> => void (await give(
    { statusPageId: shown.id, componentId: component.id, status: status === "rule" ? null : status, reason: reason.trim() },
  ));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`How ${component.name} does`}
      confirm={status === "rule" ? "Back to the rule" : `Say that it is so: ${statusWords[status]}`}
      ready={reason.trim() !== ""}
      preview={
        <p>{status === "rule" ? "Its incidents say again how it does." : byHandWords}</p>
      }
      act={act}
    >
      <Choice label="It" value={status} options={choices} onChange={setStatus} />
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** A sentence that stands beside a component. */
export function NoticeDialog({ shown, component, onClose }: OnComponent) {
  const draft = useDraftOf(shown, "statusPage.notice", component.id);
  const [notice, setNotice] = useDraftState(draft, "notice", component.notice ?? "");
  const give = useCommand(putStandingNotice, draft);
  const text = notice.trim() === "" ? null : notice.trim();
  const act = async (): Promise<void> => void (await give(
    { statusPageId: shown.id, componentId: component.id, notice: text },
  ));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`A notice on ${component.name}`}
      confirm={text === null ? "Take it off" : "Put it there"}
      preview={<p>{text === null ? "Nothing stands beside it then." : "Readers see it at once, until it is taken away."}</p>}
      act={act}
    >
      <TextField label="What readers see" multiline autoFocus value={notice} onChange={({ target }) => setNotice(target.value)} />
    </ConfirmCommand>
  );
}

/** The public sees it no more. */
export function RetirePageDialog({ shown, onClose }: { shown: StatusPageRecord; onClose: () => void }) {
  const draft = useDraftOf(shown, "statusPage.retire", shown.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(retireStatusPage, draft);
  const act = async (): Promise<void> => void (await give({ statusPageId: shown.id, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Retire ${shown.name}?`}
      confirm={`Retire ${shown.name}`}
      danger
      ready={reason.trim() !== ""}
      preview={<p>Whoever opens {shown.path} finds nothing there. What it was stays on the record; changing it brings it back.</p>}
      act={act}
    >
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
