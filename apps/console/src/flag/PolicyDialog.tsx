import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { setFlagPolicy, setUsualCleanUp } from "./policyDocuments.ts";
import type { FlagPolicyRecord } from "./policyDocuments.ts";
import { approvalWords, cleanUpWords, daysTyped } from "./policyWords.ts";

/** What an environment asks for before a flag is turned there, and after how long flags are to be cleaned up; of none: of all. */
export function PolicyDialog({ policy, usual, onClose }: { policy: FlagPolicyRecord; usual: FlagPolicyRecord; onClose: () => void }) {
  const { environment } = policy;
  const where = environment ?? "every environment";
  const draft = useDraftOf(unrevised, "flag.policy", policy.id);
  const [approval, setApproval] = useDraftState(draft, "approval", policy.approval);
  const [ofOverrides, setOfOverrides] = useDraftState(draft, "ofOverrides", policy.approvalOfOverrides);
  const [days, setDays] = useDraftState(draft, "days", () => policy.cleanUpAfterDays?.toString() ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const givePolicy = useCommand(setFlagPolicy, draft);
  const giveDays = useCommand(setUsualCleanUp, draft);
  const afterDays = daysTyped(days);
  const asked = { approval, approvalOfOverrides: ofOverrides };
  const moved = approval !== policy.approval || ofOverrides !== policy.approvalOfOverrides;
  const aged = afterDays !== policy.cleanUpAfterDays;
  const why = reason.trim() === "" ? {} : { reason: reason.trim() };
  const act = async (): Promise<void> => {
    if (moved && environment !== null) await givePolicy({ environment, ...asked, ...why });
    if (aged) await giveDays({ environment, afterDays: afterDays ?? null, ...why });
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`How are flags changed in ${where}?`}
      confirm="Set it"
      ready={afterDays !== undefined && (moved || aged)}
      preview={
        <>
          {environment === null ? null : (
            <p>A second person is asked about: {approvalWords(asked)}. A kill asks for nobody’s word, here as anywhere.</p>
          )}
          <p>
            {afterDays === undefined
              ? "Days are a whole number from 1 to 3650."
              : `Temporary flags that say nothing of their own are to be cleaned up after ${cleanUpWords({ ...policy, cleanUpAfterDays: afterDays }, environment === null ? { ...usual, cleanUpAfterDays: afterDays } : usual)} of the same for everyone, or of nobody asking.`}
          </p>
        </>
      }
      act={act}
    >
      {environment === null ? null : (
        <>
          <FormControlLabel
            control={<Checkbox checked={approval} onChange={(event) => setApproval(event.target.checked)} />}
            label="A second person looks at rules, shares, ramps and reverts"
          />
          <FormControlLabel
            control={<Checkbox checked={ofOverrides} onChange={(event) => setOfOverrides(event.target.checked)} />}
            label="And at what single customers get by name"
          />
        </>
      )}
      <TextField
        label="Clean up after, days"
        value={days}
        onChange={(event) => setDays(event.target.value)}
        error={afterDays === undefined}
        helperText={environment === null ? "Empty: seven." : "Empty: as everywhere."}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
