import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { registerAction } from "./actionDocuments.ts";
import { DayField } from "./DayField.tsx";
import { linksOf } from "./links.ts";

/** What an action came of. */
export interface Cause {
  readonly id: string;
  readonly reference: string;
}

/** Registers what somebody has to do; `cause` is what it came of. */
export function AddActionDialog({ cause, onClose, done }: { cause: Cause | null; onClose: () => void; done?: (id: string) => void }) {
  const draft = useDraft("action.add", cause?.id ?? "");
  const [title, setTitle] = useDraftState(draft, "title", "");
  const [text, setText] = useDraftState(draft, "text", "");
  const [kind, setKind] = useDraftState<"shortTerm" | "longTerm">(draft, "kind", "shortTerm");
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const [dueOn, setDue] = useDraftState(draft, "dueOn", "");
  const [links, setLinks] = useDraftState(draft, "links", "");
  const give = useCommand(registerAction, draft);
  const act = async (): Promise<void> => {
    const { action } = await give({
      title: title.trim(), text: text.trim(), kind, links: [...linksOf(links)], ...(ownerId === "" ? {} : { ownerId }),
      ...(dueOn === "" ? {} : { dueOn }), ...(cause === null ? {} : { sourceId: cause.id }),
    });
    if (action !== null) done?.(action.id);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={cause === null ? "Add an action" : `Add an action of ${cause.reference}`}
      confirm="Add the action"
      ready={title.trim() !== ""}
      preview={
        <p>
          {ownerId === "" || dueOn === ""
            ? "It is proposed until somebody owns it and a day is promised."
            : "The day is a promise: it can be moved, with a reason, and every day that was promised is kept. Somebody else verifies that it is done."}
        </p>
      }
      act={act}
    >
      <TextField label="What is to be done" autoFocus required value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField label="More of it" multiline value={text} onChange={(event) => setText(event.target.value)} />
      <TextField select label="Kind" value={kind} onChange={(event) => setKind(event.target.value as "shortTerm" | "longTerm")}>
        <MenuItem value="shortTerm">Short-term: it mends what has just broken</MenuItem>
        <MenuItem value="longTerm">Long-term: it changes how things are</MenuItem>
      </TextField>
      <PersonField label="Who does it" value={ownerId} set={setOwner} empty="Nobody yet" />
      <DayField value={dueOn} set={setDue} />
      <TextField
        label="Tickets and pages about it"
        value={links}
        onChange={(event) => setLinks(event.target.value)}
        helperText="http or https, with spaces between."
      />
    </ConfirmCommand>
  );
}
