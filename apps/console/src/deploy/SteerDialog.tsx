import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import type { DraftHandle } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { abortDeploy, cancelDeploy, liftDeployHold, pauseDeploy, promoteDeploy, resumeDeploy } from "./deployCommands.ts";
import type { DeployRecord } from "./deployDocuments.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import type { Steer, Steering } from "./steering.ts";

function useSteer(
  deploy: Pick<DeployRecord, "id" | "currentStep">,
  draft: DraftHandle,
): (steer: Steer, reason: string) => Promise<unknown> {
  const pause = useCommand(pauseDeploy, draft);
  const resume = useCommand(resumeDeploy, draft);
  const promote = useCommand(promoteDeploy, draft);
  const abort = useCommand(abortDeploy, draft);
  const cancel = useCommand(cancelDeploy, draft);
  const lift = useCommand(liftDeployHold, draft);
  const step = deploy.currentStep === null ? {} : { step: deploy.currentStep };
  return (steer, reason) => {
    const input = { deployId: deploy.id, reason };
    switch (steer) {
      case "pause": return pause(input);
      case "resume": return resume(input);
      case "promote": return promote({ ...input, ...step, full: false });
      case "promoteFull": return promote({ ...input, full: true });
      case "abort": return abort(input);
      case "cancel": return cancel(input);
      case "liftHold": return lift(input);
    }
  };
}

/** Says what steering a deploy will do, then does it. */
export function SteerDialog({ deploy, steering, onClose }: { deploy: DeployRecord; steering: Steering; onClose: () => void }) {
  const draft = useDraft("deploy.steer", deploy.id, steering.steer);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const steer = useSteer(deploy, draft);
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      danger={steering.danger}
      title={`${steering.does}?`}
      confirm={steering.does}
      ready={!steering.reasoned || reason.trim() !== ""}
      preview={<>{steering.preview.map((line) => <p key={line}>{line}</p>)}</>}
      act={async () => void (await steer(steering.steer, reason))}
    >
      <ReasonField value={reason} set={setReason} needed={steering.reasoned} />
    </ConfirmCommand>
  );
}
