import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { ProblemLine } from "../marks/States.tsx";
import { Changed } from "../marks/ConfirmCommand.tsx";
import { Quiet } from "../marks/Text.tsx";
import { useSettled } from "../turning/useSettled.ts";
import { ConditionList } from "./ConditionFields.tsx";
import draftStyles from "./Draft.module.css";
import styles from "./Flag.module.css";
import { firstCondition } from "./rulesDraft.ts";
import { defineSegment, segmentPreviewDocument } from "./segmentDocuments.ts";
import type { SegmentLine } from "./segmentDocuments.ts";
import { membersOf, newSegment, segmentProblem, segmentText } from "./segmentDraft.ts";
import type { SegmentText } from "./segmentDraft.ts";
import { SegmentEffect } from "./SegmentEffect.tsx";

interface FieldsProps {
  readonly text: SegmentText;
  readonly put: (part: Partial<SegmentText>) => void;
}

function Rules({ text: { rules }, put }: FieldsProps) {
  return (
    <>
      {rules.map((conditions, index) => (
        <fieldset key={index} className={draftStyles.rule}>
          <legend>{index === 0 ? "Whoever meets all of" : "or all of"}</legend>
          <ConditionList conditions={conditions} put={(next) => put({ rules: rules.with(index, next) })} segments={[]} />
          <div className={draftStyles.ruleFoot}>
            <Button size="small" onClick={() => put({ rules: rules.with(index, [...conditions, firstCondition]) })}>
              And an attribute
            </Button>
            <Button size="small" onClick={() => put({ rules: rules.toSpliced(index, 1) })}>
              Take rule {index + 1} away
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button size="small" onClick={() => put({ rules: [...rules, [firstCondition]] })}>Add a rule</Button>
      </div>
    </>
  );
}

function Fields({ text, put, fresh }: FieldsProps & { fresh: boolean }) {
  const customers = (label: string, field: "included" | "excluded") => (
    <TextField
      label={label}
      multiline
      minRows={2}
      maxRows={8}
      value={text[field]}
      onChange={({ target }) => put({ [field]: target.value })}
    />
  );
  return (
    <>
      {fresh ? (
        <TextField
          label="Key"
          placeholder="pilots"
          value={text.key}
          onChange={({ target }) => put({ key: target.value })}
          helperText="For ever; rules and the command line call it so."
        />
      ) : null}
      <TextField label="Name" placeholder={text.key} value={text.name} onChange={({ target }) => put({ name: target.value })} />
      <TextField label="What it is for" value={text.description} onChange={({ target }) => put({ description: target.value })} />
      {customers("Always in it: customers’ ids, one a line", "included")}
      {customers("Never in it", "excluded")}
      <Rules text={text} put={put} />
      <TextField label="Why (may stay empty)" value={text.reason} onChange={({ target }) => put({ reason: target.value })} />
    </>
  );
}

/** What it would do as written, asked once it stands still. */
function useEffectOf(text: SegmentText) {
  const problem = segmentProblem(text);
  const asked = JSON.stringify([text.key, membersOf(text)]);
  const settled = useSettled(asked);
  const question = problem === null && settled === asked ? { segment: text.key, members: membersOf(text) } : null;
  const read = useRead(segmentPreviewDocument, question, { now: true, keep: true });
  const preview = question === null || read.isPlaceholderData ? undefined : read.data?.segmentPreview;
  return { problem, preview, error: question === null ? null : read.error };
}

/** A segment while it is written: who would enter and leave it, and in which flags that switches whom, stands above the button. */
export function SegmentEditor({ segment, onClose }: { segment: SegmentLine | null; onClose: () => void }) {
  const draft = useDraftOf(segment, "segment.define", segment?.slug);
  const [text, setText] = useDraftState<SegmentText>(draft, "segment", () => (segment === null ? newSegment : segmentText(segment)));
  const give = useCommand(defineSegment, draft);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const effect = useEffectOf(text);
  const over = (): void => { draft.sent(); onClose(); };
  const called = text.name.trim() || text.key;
  const save = (): void => {
    setBusy(true);
    setError(null);
    const { key, description, reason } = text;
    const why = reason.trim() === "" ? {} : { reason: reason.trim() };
    give({ key, name: called, description: description.trim(), members: membersOf(text), ...why })
      .then(over)
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles.stack}>
      <SegmentEffect name={called} preview={effect.preview} />
      {draft.restoredAt === null ? null : <Quiet>What you wrote before is back; nothing has changed yet.</Quiet>}
      <Fields text={text} put={(part) => setText((before) => ({ ...before, ...part }))} fresh={segment === null} />
      {effect.problem === null || text.key === "" ? null : <p role="alert">{effect.problem}</p>}
      <Changed draft={draft} />
      <ProblemLine error={error ?? effect.error} />
      <div className={styles.buttons}>
        {effect.preview === undefined || effect.preview.refusal !== null || busy || draft.changes.length > 0 ? null : (
          <CommandButton needs="flag.write" first size="small" onClick={save}>
            {segment === null ? "Define" : "Change"} {called}
          </CommandButton>
        )}
        <Button size="small" onClick={over}>Leave it as it is</Button>
      </div>
    </div>
  );
}
