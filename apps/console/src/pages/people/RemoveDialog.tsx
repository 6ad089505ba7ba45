import { own } from "@ballast/schema/own";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../../data/command.ts";
import { useDraft, useDraftState } from "../../data/draft.ts";
import { usePeople } from "../../data/PersonField.tsx";
import { useRead } from "../../data/read.ts";
import { ConfirmCommand } from "../../marks/ConfirmCommand.tsx";
import { ProblemLine } from "../../marks/States.tsx";
import { useZone } from "../../marks/zone.ts";
import { dayAndTime } from "../oncall/changePreview.tsx";
import { removePerson } from "./personCommands.ts";
import { onCallAheadDocument } from "./personDocuments.ts";
import type { OnCallAhead, PersonRecord } from "./personDocuments.ts";
import styles from "./People.module.css";

const others = "others";
const nobody = "nobody";

/** What an answer to "who takes them?" asks for; rotations left empty are no takeover. */
export function takeoversOf(ahead: readonly OnCallAhead[], answers: Readonly<Record<string, string>>): readonly { rotationId: string; takerId: string | null }[] {
  return ahead.flatMap(({ rotation: { id } }) => {
    const answer = own(answers, id);
    return answer === undefined || answer === nobody ? [] : [{ rotationId: id, takerId: answer === others ? null : answer }];
  });
}

function Asked({ held: { rotation, shifts }, person, answer, set }: { held: OnCallAhead; person: PersonRecord; answer: string; set: (answer: string) => void }) {
  const zone = useZone();
  const people = usePeople().filter(({ id }) => id !== person.id);
  const alone = rotation.latestPeople.every(({ id }) => id === person.id);
  const shown = shifts.slice(0, 4).map(({ from, to }) => `${dayAndTime(from, zone)} to ${dayAndTime(to, zone)}`);
  const more = shifts.length > shown.length ? `; and ${shifts.length - shown.length} more in the coming eight weeks` : "";
  return (
    <div className={styles.stack}>
      <p>{shifts.length === 0 ? `${person.name} takes turns in ${rotation.name}.` : `In ${rotation.name} these shifts fall empty: ${shown.join("; ")}${more}.`}</p>
      <TextField select required label={`Who takes them in ${rotation.name}?`} value={answer} onChange={(event) => set(event.target.value)}>
        {alone ? null : <MenuItem value={others}>The others, in turn</MenuItem>}
        {people.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
        <MenuItem value={nobody}>Nobody: they may be empty</MenuItem>
      </TextField>
    </div>
  );
}

/** Takes a person's access away, and asks who takes the shifts that fall empty by it. */
export function RemoveDialog({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const draft = useDraft("person.remove", person.id);
  const [answers, setAnswers] = useDraftState<Readonly<Record<string, string>>>(draft, "answers", {});
  const give = useCommand(removePerson, draft);
  const read = useRead(onCallAheadDocument, { id: person.id }, { now: true });
  const ahead = read.data?.node?.onCallAhead;
  const answered = ahead?.every(({ rotation }) => own(answers, rotation.id) !== undefined) ?? false;
  const leavesEmpty = ahead?.some(({ rotation }) => own(answers, rotation.id) === nobody) ?? false;
  const preview = read.isError ? <ProblemLine error={read.error} /> : ahead === undefined ? undefined : (
    <><p>They can no longer sign in, and their API tokens stop working. What they did stays in the history under their name.</p><p>{ahead.length === 0 ? "They are on call nowhere." : "From now on they are on call nowhere: say who takes their shifts."}</p></>
  );
  return (
    <ConfirmCommand
      draft={draft} open danger onClose={onClose} title={`Remove ${person.name}?`} confirm={`Remove ${person.name}`} ready={answered} preview={preview}
      act={async () => void (await give({ personId: person.id, takeovers: takeoversOf(ahead ?? [], answers), leaveShiftsEmpty: leavesEmpty }))}
    >
      {(ahead ?? []).map((held) => <Asked key={held.rotation.id} held={held} person={person} answer={own(answers, held.rotation.id) ?? ""} set={(answer) => setAnswers((before) => ({ ...before, [held.rotation.id]: answer }))} />)}
    </ConfirmCommand>
  );
}
