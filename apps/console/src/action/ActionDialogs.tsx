import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { DayField } from "../promises/DayField.tsx";
import { dayWords } from "../promises/Due.tsx";
import { linksOf } from "../promises/links.ts";
import { changeAction, dropAction, finishAction, promiseActionDue, reopenAction, verifyAction } from "./actionDocuments.ts";
import type { ActionRecord } from "./actionDocuments.ts";

interface DialogProps {
  action: ActionRecord;
  onClose: () => void;
}

/** Promises a day. */
export function DueDialog({ action, onClose }: DialogProps) {
  const draft = useDraftOf(action, "action.due", action.id);
  const [dueOn, setDue] = useDraftState(draft, "dueOn", action.dueOn ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(promiseActionDue, draft);
  const first = action.dueOn === null;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={first ? `Promise a day for ${action.reference}` : `Promise another day for ${action.reference}?`}
      confirm={dueOn === "" ? "Promise the day" : `Promise ${action.reference} for ${dayWords(dueOn)}`}
      ready={dueOn !== "" && dueOn !== action.dueOn && (first || reason.trim() !== "")}
      preview={
        <p>
          {first
            ? "It can be moved, with a reason; every day that was promised is kept."
            : `It was promised for ${dayWords(action.dueOn ?? "")}, which is kept.`}
        </p>
      }
      act={async () => void (await give({ actionId: action.id, dueOn, reason: reason.trim() }))}
    >
      <DayField value={dueOn} set={setDue} required />
      <TextField label="Why" required={!first} value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Says anew what is to be done. */
export function ChangeDialog({ action, onClose }: DialogProps) {
  const draft = useDraftOf(action, "action.change", action.id);
  const [title, setTitle] = useDraftState(draft, "title", action.title);
  const [text, setText] = useDraftState(draft, "text", action.text);
  const [kind, setKind] = useDraftState<ActionRecord["kind"]>(draft, "kind", action.kind);
  const [ownerId, setOwner] = useDraftState(draft, "owner", action.owner?.id ?? "");
  const [links, setLinks] = useDraftState(draft, "links", action.links.join(" "));
  const give = useCommand(changeAction, draft);
  const act = async (): Promise<void> =>
    void (await give(
      {
        actionId: action.id, title: title.trim(), text, kind, links: [...linksOf(links)], riskId: action.risk?.id ?? null,
        ...(ownerId === "" ? {} : { ownerId }),
      },
    ));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Change ${action.reference}`}
      confirm={`Change ${action.reference}`}
      ready={title.trim() !== ""}
      preview={<p>What was said before stays in its history. The day is moved by a promise of its own.</p>}
      act={act}
    >
      <TextField label="What is to be done" autoFocus required value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField label="More of it" multiline value={text} onChange={(event) => setText(event.target.value)} />
      <TextField select label="Kind" value={kind} onChange={(event) => setKind(event.target.value as ActionRecord["kind"])}>
        <MenuItem value="shortTerm">Short-term: it mends what has just broken</MenuItem>
        <MenuItem value="longTerm">Long-term: it changes how things are</MenuItem>
      </TextField>
      <PersonField label="Who does it" value={ownerId} set={setOwner} empty="Nobody yet" />
      <TextField label="Tickets and pages about it" value={links} onChange={(event) => setLinks(event.target.value)} />
    </ConfirmCommand>
  );
}

/** What a word about an action needs, and what becomes of it. */
const words = {
  finish: { does: "Finish", label: "What to know of it (may stay empty)", needed: false, danger: false },
  verify: { does: "Verify", label: "What you have seen (may stay empty)", needed: false, danger: false },
  drop: { does: "Drop", label: "Why", needed: true, danger: true },
  reopen: { does: "Reopen", label: "Why", needed: true, danger: false },
} as const;
export type Word = keyof typeof words;

const previews: Readonly<Record<Word, (action: ActionRecord) => string>> = {
  finish: ({ owner }) => `It counts as done from now on, until somebody else than ${owner?.name ?? "its owner"} and you verifies it.`,
  verify: ({ finishedBy }) => `You say that you have seen it: ${finishedBy?.name ?? "another system"} says that it is done.`,
  drop: () => "It will not be done and is late for nobody. It can be reopened.",
  reopen: ({ state }) => `It is ${state} and will have to be done again.`,
};

/** Finishes, verifies, drops or reopens an action. */
export function WordDialog({ action, word, onClose }: DialogProps & { word: Word }) {
  const draft = useDraftOf(action, `action.${word}`, action.id);
  const [said, setSaid] = useDraftState(draft, "said", "");
  const finish = useCommand(finishAction, draft);
  const verify = useCommand(verifyAction, draft);
  const drop = useCommand(dropAction, draft);
  const reopen = useCommand(reopenAction, draft);
  const { does, label, needed, danger } = words[word];
  const act = async (): Promise<void> => {
    const [actionId, text] = [action.id, said.trim()];
    if (word === "finish") await finish({ actionId, note: text });
    if (word === "verify") await verify({ actionId, note: text });
    if (word === "drop") await drop({ actionId, reason: text });
    if (word === "reopen") await reopen({ actionId, reason: text });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does} ${action.reference}?`}
      confirm={`${does} ${action.reference}`}
      danger={danger}
      ready={!needed || said.trim() !== ""}
      preview={<p>{previews[word](action)}</p>}
      act={act}
    >
      <TextField label={label} autoFocus required={needed} value={said} onChange={(event) => setSaid(event.target.value)} />
    </ConfirmCommand>
  );
}
