import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { dayWords } from "../promises/Due.tsx";
import {
  addSittingItem, beginSitting, closeSitting, decideInSitting, dismissFinding, makeActionOfFinding, makeRiskOfFinding, moveSitting,
  noteFinding, reopenSitting, skipSitting, takeUpFinding, talkOfItem, undoSittingDecision,
} from "./forumDocuments.ts";
import type { AgendaItem, Finding, SittingRecord } from "./forumDocuments.ts";

interface DialogProps {
  sitting: SittingRecord;
  onClose: () => void;
}

/** Begins the review: its agenda is what is due now. */
export function BeginDialog({ sitting, onClose }: DialogProps) {
  const give = useCommand(beginSitting);
  const due = sitting.agenda.length;
  return (
    <ConfirmCommand
      draft={null} open focused onClose={onClose} title={`Begin ${sitting.forum.title}?`} confirm="Begin the review"
      preview={<p>{due === 0 ? "Nothing is due; what comes up can be added." : `Its agenda, ${String(due)} long, stays as it is now.`}</p>}
      act={async () => void (await give({ sittingId: sitting.id }, sitting.revision))}
    />
  );
}

/** Moves the day. */
export function MoveDialog({ sitting, onClose }: DialogProps) {
  const draft = useDraftOf(sitting, "sitting.move", sitting.id);
  const [dueOn, setDue] = useDraftState(draft, "dueOn", sitting.dueOn);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(moveSitting, draft);
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={`Move ${sitting.forum.title}`}
      confirm={dueOn === "" ? "Move it" : `Move it to ${dayWords(dueOn)}`}
      ready={dueOn !== "" && dueOn !== sitting.dueOn && reason.trim() !== ""}
      preview={<p>It was due on {dayWords(sitting.dueOn)}, which is kept.</p>}
      act={async () => void (await give({ sittingId: sitting.id, dueOn, reason: reason.trim() }))}
    >
      <TextField
        label="Held on" type="date" required value={dueOn} onChange={(event) => setDue(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** Closes the review that was held. */
export function CloseDialog({ sitting, onClose }: DialogProps) {
  const draft = useDraftOf(sitting, "sitting.close", sitting.id);
  const [heldOn, setHeld] = useDraftState(draft, "heldOn", sitting.today);
  const [summary, setSummary] = useDraftState(draft, "summary", "");
  const give = useCommand(closeSitting, draft);
  const open = sitting.findings.filter((one) => one.open);
  const left = sitting.agenda.filter((one) => !one.done).length;
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={`Close ${sitting.forum.title} of ${dayWords(sitting.dueOn)}?`} confirm="Close the review"
      ready={heldOn !== "" && open.length === 0}
      preview={
        <p>
          {open.length > 0
            ? `First say what becomes of ${open.map(({ title }) => `“${title}”`).join(", ")}: a risk, an action, or nothing, with a reason.`
            : `${left === 0 ? "Everything on its agenda was talked of." : `${String(left)} of its agenda were not talked of; they come again while they are due.`} The next one comes by itself.`}
        </p>
      }
      act={async () => void (await give({ sittingId: sitting.id, heldOn, summary: summary.trim() }))}
    >
      <TextField
        label="Held on" type="date" required value={heldOn} onChange={(event) => setHeld(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <TextField
        label="What is to be remembered (may stay empty)"
        multiline
        value={summary}
        onChange={(event) => setSummary(event.target.value)}
      />
    </ConfirmCommand>
  );
}

/** What is done with a reason and nothing else. */
const reasoned = {
  skip: { title: "Skip it?", confirm: "Skip the review", says: "There is none this time; the next one comes by itself.", danger: true },
  reopen: { title: "Reopen it?", confirm: "Reopen the review", says: "What was said in it can be changed again.", danger: false },
} as const;
export type Reasoned = keyof typeof reasoned;

/** Skips or reopens a review. */
export function ReasonedDialog({ sitting, what, onClose }: DialogProps & { what: Reasoned }) {
  const draft = useDraftOf(sitting, `sitting.${what}`, sitting.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(what === "skip" ? skipSitting : reopenSitting, draft);
  const { title, confirm, says, danger } = reasoned[what];
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger={danger}
      onClose={onClose}
      title={title}
      confirm={confirm}
      ready={reason.trim() !== ""}
      preview={<p>{says}</p>}
      act={async () => void (await give({ sittingId: sitting.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** What is said of an item of the agenda. */
export function TalkDialog({ sitting, item, onClose }: DialogProps & { item: AgendaItem }) {
  const draft = useDraftOf(unrevised, "sitting.talk", sitting.id, item.id);
  const [note, setNote] = useDraftState(draft, "note", item.note);
  const give = useCommand(talkOfItem, draft);
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={item.title} confirm="Talked of"
      preview={<p>What is said here stays with this review.</p>}
      act={async () => void (await give({
        sittingId: sitting.id, itemId: item.id, done: true, note: note.trim(), seenRevision: item.revision,
      }))}
    >
      <TextField
        label="What was said (may stay empty)"
        autoFocus
        multiline
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ConfirmCommand>
  );
}

/** Puts something on the agenda, notes a finding, or writes down a decision. */
export function WriteDialog(
  { sitting, what, item, onClose }: DialogProps & { what: "item" | "finding" | "decision"; item: AgendaItem | null },
) {
  const draft = useDraft(`sitting.${what}`, sitting.id, item?.id);
  const [title, setTitle] = useDraftState(draft, "title", "");
  const [text, setText] = useDraftState(draft, "text", "");
  const [add, note, decide] = [useCommand(addSittingItem, draft), useCommand(noteFinding, draft), useCommand(decideInSitting, draft)];
  const words = {
    item: {
      title: "Put something on the agenda", label: "What to talk of", more: null, confirm: "Put it on the agenda",
      says: "It is talked of with what is due.",
    },
    finding: {
      title: "Note a finding", label: "What it is about", more: "More of it (may stay empty)", confirm: "Note the finding",
      says: "Before the review is closed it is a risk, an action, or dismissed with a reason.",
    },
    decision: {
      title: "Write down a decision", label: "What was decided", more: "Why", confirm: "Write it down",
      says: "It stands with your name; undone, it stays and says why.",
    },
  }[what];
  const sittingId = sitting.id;
  const of = item === null ? {} : { itemId: item.id };
  const act = async (): Promise<void> => {
    if (what === "item") await add({ sittingId, title: title.trim() });
    if (what === "finding") await note({ sittingId, title: title.trim(), text: text.trim(), ...of });
    if (what === "decision") await decide({ sittingId, text: title.trim(), reason: text.trim(), ...of });
  };
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={words.title} confirm={words.confirm}
      ready={title.trim() !== "" && (what !== "decision" || text.trim() !== "")}
      preview={
        <p>
          {item === null ? "" : `About ${item.title}. `}
          {words.says}
        </p>
      }
      act={act}
    >
      <TextField label={words.label} autoFocus required value={title} onChange={(event) => setTitle(event.target.value)} />
      {words.more === null ? null : (
        <TextField
          label={words.more}
          required={what === "decision"}
          multiline
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </ConfirmCommand>
  );
}

/** Says that a decision holds no more. */
export function UndoDialog({ sitting, decisionId, onClose }: DialogProps & { decisionId: string }) {
  const draft = useDraft("sitting.undo", decisionId);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(undoSittingDecision, draft);
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title="Undo the decision?" confirm="Undo the decision" ready={reason.trim() !== ""}
      preview={<p>It stays where it was taken, and says why it holds no more.</p>}
      act={async () => void (await give({ sittingId: sitting.id, decisionId, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** Registers the risk that a finding is. */
export function RiskDialog({ sitting, finding, onClose }: DialogProps & { finding: Finding }) {
  const draft = useDraftOf(unrevised, "finding.risk", finding.id);
  const [title, setTitle] = useDraftState(draft, "title", finding.title);
  const [condition, setCondition] = useDraftState(draft, "if", "");
  const [consequence, setConsequence] = useDraftState(draft, "then", "");
  const [until, setUntil] = useDraftState(draft, "until", "");
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const give = useCommand(makeRiskOfFinding, draft);
  const act = async (): Promise<void> => void (await give({
    sittingId: sitting.id, findingId: finding.id, title: title.trim(), if: condition.trim(), then: consequence.trim(), until: until.trim(),
    ...(ownerId === "" ? {} : { ownerId }),
  }));
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={`Make “${finding.title}” a risk`} confirm="Register the risk"
      ready={[title, condition, consequence, until].every((text) => text.trim() !== "")}
      preview={<p>It stands in the register, without an estimate yet; each shows the other.</p>} act={act}
    >
      <TextField label="What it is about" required value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField label="If" autoFocus required value={condition} onChange={(event) => setCondition(event.target.value)} />
      <TextField label="then" required value={consequence} onChange={(event) => setConsequence(event.target.value)} />
      <TextField label="until" required value={until} onChange={(event) => setUntil(event.target.value)} />
      <PersonField label="Who answers for it" value={ownerId} set={setOwner} empty="Yourself" />
    </ConfirmCommand>
  );
}

/** Registers what has to be done because of a finding. */
export function ActionDialog({ sitting, finding, onClose }: DialogProps & { finding: Finding }) {
  const draft = useDraftOf(unrevised, "finding.action", finding.id);
  const [title, setTitle] = useDraftState(draft, "title", finding.title);
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const [dueOn, setDue] = useDraftState(draft, "dueOn", "");
  const give = useCommand(makeActionOfFinding, draft);
  const act = async (): Promise<void> => void (await give({
    sittingId: sitting.id, findingId: finding.id, title: title.trim(),
    ...(ownerId === "" ? {} : { ownerId }), ...(dueOn === "" ? {} : { dueOn }),
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Make “${finding.title}” an action`}
      confirm="Register the action"
      ready={title.trim() !== ""}
      preview={
        <p>
          {ownerId === "" || dueOn === ""
            ? "It is proposed until it has an owner and a day."
            : `It is promised for ${dayWords(dueOn)}.`}
        </p>
      }
      act={act}
    >
      <TextField label="What is to be done" autoFocus required value={title} onChange={(event) => setTitle(event.target.value)} />
      <PersonField label="Who does it" value={ownerId} set={setOwner} empty="Nobody yet" />
      <TextField
        label="Promised for"
        type="date"
        value={dueOn}
        onChange={(event) => setDue(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
    </ConfirmCommand>
  );
}

/** Dismisses a finding, or takes it up again. */
export function FindingReasonDialog({ sitting, finding, onClose }: DialogProps & { finding: Finding }) {
  const draft = useDraft(finding.open ? "finding.dismiss" : "finding.takeUp", finding.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(finding.open ? dismissFinding : takeUpFinding, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={finding.open ? `Dismiss “${finding.title}”?` : `Take up “${finding.title}” again?`}
      confirm={finding.open ? "Dismiss the finding" : "Take it up again"} ready={reason.trim() !== ""}
      preview={
        <p>{finding.open ? "Nothing comes of it; it can be taken up again." : "It is open again. What carried it stays as it is."}</p>
      }
      act={async () => void (await give({ sittingId: sitting.id, findingId: finding.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
