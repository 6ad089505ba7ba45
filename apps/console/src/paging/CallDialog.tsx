import TextField from "@mui/material/TextField";
import { ApiError } from "../api/errors.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ReceiverFields, useReceiver } from "./ReceiverFields.tsx";
import type { ReceiverInput } from "./receiver.ts";

/** A command that calls somebody. */
export interface CallDialogProps {
  /** Names the draft: the dialog, and what it is about. */
  about: readonly [dialog: string, id: string];
  /** What the button does: "Hand INC-4 on to Ana". */
  does: (name: string) => string;
  /** What happens besides. */
  says: string;
  noteLabel: string;
  onClose: () => void;
  call: (input: ReceiverInput & { note: string }) => Promise<unknown>;
}

/** Chooses who is called, with a note, and says what will happen before it does. */
export function CallDialog({ about, does, says, noteLabel, onClose, call }: CallDialogProps) {
  const draft = useDraft(...about);
  const receiver = useReceiver(draft);
  const [note, setNote] = useDraftState(draft, "note", "");
  const words = does(receiver.name ?? "…");
  const act = async (): Promise<void> => {
    try {
      await call({ ...receiver.input, note });
    } catch (error) {
      if (error instanceof ApiError) receiver.refused(error.code);
      throw error;
    }
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${words}?`}
      confirm={words}
      ready={receiver.name !== null && (!receiver.unreachable || receiver.anyway)}
      preview={<p>{receiver.says === null ? says : `${receiver.says} ${says}`}</p>}
      act={act}
    >
      <ReceiverFields receiver={receiver} />
      <TextField
        label={noteLabel}
        multiline
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
      />
    </ConfirmCommand>
  );
}
