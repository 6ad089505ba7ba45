import Checkbox from "@mui/material/Checkbox";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { PersonField } from "../choices/PersonField.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Lens.module.css";
import {
  answerQuestion, beginAssessment, importLens, makeRisksOfAssessment, retireLens, setAssessmentMilestone, takeBackAnswer,
} from "./lensDocuments.ts";
import type { Asked, AssessmentRecord, ForumChoice, LensLine, LensRecord } from "./lensDocuments.ts";
import { uncarried } from "./lensWords.ts";

/** Imports the lens that a file holds. */
export function ImportDialog({ file: { name, text }, onClose }: { file: { name: string; text: string }; onClose: () => void }) {
  const give = useCommand(importLens);
  const navigate = useNavigate();
  const act = async (): Promise<void> => {
    const { lens } = await give({ lens: text });
    if (lens !== null) void navigate(`/lenses/${encodeURIComponent(lens.id)}`);
  };
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      onClose={onClose}
      title={`Import ${name}?`}
      confirm="Import the lens"
      preview={
        <p>
          {counted(Math.ceil(text.length / 1_000), "kB", "kB")} of a custom lens of AWS Well-Architected. It is read whole, or not at all; a
          lens of the same name gets its next version, and what was answered stays.
        </p>
      }
      act={act}
    />
  );
}

/** Says that a lens is not answered any more. */
export function RetireDialog({ lens, onClose }: { lens: LensRecord; onClose: () => void }) {
  const draft = useDraftOf(lens, "lens.retire", lens.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(retireLens, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`Retire ${lens.name}?`}
      confirm="Retire the lens"
      ready={reason.trim() !== ""}
      preview={<p>Nobody begins to answer it any more. What was answered stays; importing it again brings it back.</p>}
      act={async () => void (await give({ lensId: lens.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** Begins to answer a lens. */
export function BeginDialog({ lens, forums, onClose }: {
  lens: Pick<LensLine, "id" | "name">; forums: readonly ForumChoice[]; onClose: () => void;
}) {
  const draft = useDraft("lens.begin", lens.id);
  const [about, setAbout] = useDraftState(draft, "about", "");
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const give = useCommand(beginAssessment, draft);
  const services = useServiceOptions();
  const navigate = useNavigate();
  const act = async (): Promise<void> => {
    const forum = forums.find(({ id }) => id === about);
    const of = forum !== undefined ? { forumId: forum.id } : about === "" ? {} : { service: about };
    const { assessment } = await give({ lensId: lens.id, ...of, ...(ownerId === "" ? {} : { ownerId }) });
    if (assessment !== null) void navigate(`/assessments/${encodeURIComponent(assessment.id)}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Answer ${lens.name}`}
      confirm="Begin to answer"
      preview={
        <p>There is one for each service and series: where one was begun it goes on, so that the next time is compared with the last.</p>
      }
      act={act}
    >
      <TextField
        select
        label="About"
        value={about}
        onChange={(event) => setAbout(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Everything</MenuItem>
        {services.map(([slug, words]) => <MenuItem key={slug} value={slug}>The service {words}</MenuItem>)}
        {forums.map(({ id, title }) => <MenuItem key={id} value={id}>Within {title}</MenuItem>)}
      </TextField>
      <PersonField label="Who answers for it" value={ownerId} set={setOwner} empty="Yourself" />
    </ConfirmCommand>
  );
}

type Told = Asked["question"]["help"];

function Help({ told }: { told: Told }) {
  if (told === null) return null;
  return (
    <span className={styles.help}>
      {told.text} {told.url === null ? null : <a href={told.url} target="_blank" rel="noreferrer noopener">More</a>}
    </span>
  );
}

interface AssessmentDialogProps {
  assessment: AssessmentRecord;
  onClose: () => void;
}

/** Answers one question. */
export function AnswerDialog({ assessment, asked, onClose }: AssessmentDialogProps & { asked: Asked }) {
  const { question } = asked;
  const draft = useDraftOf(unrevised, "lens.answer", assessment.id, question.id);
  const [chosen, setChosen] = useDraftState<string[]>(draft, "chosen", [...asked.choiceIds]);
  const [note, setNote] = useDraftState(draft, "note", asked.note);
  const [applies, setApplies] = useDraftState(draft, "applies", asked.notApplicable === null);
  const [why, setWhy] = useDraftState(draft, "why", asked.notApplicable ?? "");
  const give = useCommand(answerQuestion, draft);
  const act = async (): Promise<void> => void (await give({
    assessmentId: assessment.id, questionId: question.id, choiceIds: applies ? chosen : [], note: note.trim(),
    ...(applies ? {} : { notApplicable: why.trim() }),
  }));
  const toggle = (id: string, made: boolean): void => setChosen(made ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={question.title}
      confirm={applies ? "Answer so" : "It does not apply"}
      ready={applies || why.trim() !== ""}
      preview={
        <p>
          {!applies
            ? "It counts as answered, without a risk."
            : chosen.length === 0 ? "Nothing of it is done." : `${String(chosen.length)} of ${String(question.choices.length)}.`}
        </p>
      }
      act={act}
    >
      {question.description === "" ? null : <p>{question.description}</p>}
      <Help told={question.help} />
      <label className={styles.choice}>
        <Checkbox size="small" checked={!applies} onChange={(_, not) => setApplies(!not)} />
        <span>It does not apply</span>
      </label>
      {applies ? (
        <fieldset className={styles.choices}>
          <legend>What is done</legend>
          {question.choices.map(({ id, title, help }) => (
            <label key={id} className={styles.choice}>
              <Checkbox size="small" checked={chosen.includes(id)} onChange={(_, made) => toggle(id, made)} />
              <span>
                {title}
                <Help told={help} />
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <TextField label="Why" required value={why} onChange={(event) => setWhy(event.target.value)} />
      )}
      <TextField label="What to know of it (may stay empty)" multiline value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Takes an answer back. */
export function TakeBackDialog({ assessment, asked, onClose }: AssessmentDialogProps & { asked: Asked }) {
  const draft = useDraft("lens.takeBack", assessment.id, asked.question.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(takeBackAnswer, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Take back the answer?"
      confirm="Take back the answer"
      ready={reason.trim() !== ""}
      preview={<p>“{asked.question.title}” is not answered then.</p>}
      act={async () => void (await give({ assessmentId: assessment.id, questionId: asked.question.id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** Gives the answers as they are a name. */
export function MilestoneDialog({ assessment, onClose }: AssessmentDialogProps) {
  const draft = useDraft("lens.milestone", assessment.id);
  const [name, setName] = useDraftState(draft, "name", "");
  const give = useCommand(setAssessmentMilestone, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Set a milestone"
      confirm="Set the milestone"
      ready={name.trim() !== ""}
      preview={<p>The answers as they are now can be looked at by it, and the next ones compared with them.</p>}
      act={async () => void (await give({ assessmentId: assessment.id, name: name.trim() }))}
    >
      <TextField
        label="What it is called"
        autoFocus
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="Before the launch"
      />
    </ConfirmCommand>
  );
}

/** Registers a risk for every answer with one. */
export function RisksDialog({ assessment, onClose }: AssessmentDialogProps) {
  const draft = useDraft("lens.risks", assessment.id);
  const [dueOn, setDue] = useDraftState(draft, "dueOn", "");
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const give = useCommand(makeRisksOfAssessment, draft);
  const open = uncarried(assessment);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Make ${counted(open.length, "risk")} of the answers?`}
      confirm={dueOn === "" ? "Register the risks" : `Register the risks, to be mitigated by ${dayWords(dueOn)}`}
      ready={dueOn !== "" && open.length > 0}
      preview={
        <p>
          {open.slice(0, 5).map(({ question }) => question.title).join(" · ")}
          {open.length > 5 ? ` and ${String(open.length - 5)} more` : ""}. Each gets what the lens recommends as its mitigation.
        </p>
      }
      act={async () => void (await give({ assessmentId: assessment.id, dueOn, ...(ownerId === "" ? {} : { ownerId }) }))}
    >
      <TextField
        label="Mitigated by"
        type="date"
        required
        value={dueOn}
        onChange={(event) => setDue(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <PersonField
        label="Who answers for them"
        value={ownerId}
        set={setOwner}
        empty={assessment.owner?.name ?? "Whoever answers for this"}
      />
    </ConfirmCommand>
  );
}
