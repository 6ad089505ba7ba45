import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { releaseHold } from "./rolloutCommands.ts";
import { ReasonField } from "../data/ReasonField.tsx";

/** Lets deploys to an environment start again after a rollback, with a reason. */
export function ReleaseHoldDialog({
  service, environment, faultyVersion, onClose,
}: {
  service: string;
  environment: string;
  faultyVersion: string;
  onClose: () => void;
}) {
  const draft = useDraft("hold.release", service, environment);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(releaseHold, draft);
  const does = `Release the hold on ${service} ${environment}`;
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={reason.trim() !== ""}
      preview={
        <>
          <p>
            Deploys to {service} {environment} can start again, also those of pipelines.
          </p>
          <p>
            <code>{faultyVersion}</code> stays marked as faulty here; a later release that still contains its commits is warned about before
            it starts.
          </p>
        </>
      }
      act={async () => void (await give({ service, environment, reason }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
