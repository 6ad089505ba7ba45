import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { setFlagCleanUp } from "./flagCommands.ts";
import { daysTyped, ownCleanUpWords } from "./policyWords.ts";

/** Says after how long one flag is to be cleaned up, or leaves that to its environment. */
export function CleanUpDialog({ flag, days: before, onClose }: { flag: string; days: number | null; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "flag.cleanUp", flag);
  const [typed, setTyped] = useDraftState(draft, "days", before?.toString() ?? "");
  const give = useCommand(setFlagCleanUp, draft);
  const days = daysTyped(typed);
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`When is ${flag} to be cleaned up?`}
      confirm={days === null ? "Leave it to its environment" : days === undefined ? "Set it" : `Set it to ${counted(days, "day")}`}
      ready={days !== undefined && days !== before}
      preview={
        <p>
          {days === undefined
            ? "Days are a whole number from 1 to 3650."
            : `It is to be cleaned up after ${ownCleanUpWords(days)} of the same for everyone, or of nobody asking; its owner is told then, once.`}
        </p>
      }
      act={async () => void (await give({ flag, afterDays: days ?? null }))}
    >
      <TextField
        label="Clean up after, days"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={days === undefined}
        helperText="Empty: as its environment says."
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
    </ConfirmCommand>
  );
}
