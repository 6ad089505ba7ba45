import type { ResultOf } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { usePeople } from "../choices/peopleChoices.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { useZone } from "../marks/zone.ts";
import { dayAndTime } from "../marks/time.ts";
import { removePerson } from "./personCommands.ts";
import { onCallAheadDocument, ownedIntegrationsDocument } from "./personDocuments.ts";
import type { OnCallAhead, OwnedIntegration, PersonRecord } from "./personDocuments.ts";
import styles from "./Person.module.css";

const nothing = {};
const others = "others";
const nobody = "nobody";

/** What an answer to "who takes them?" asks for; rotations left empty are no takeover. */
export function takeoversOf(
  ahead: readonly OnCallAhead[],
  answers: Readonly<Record<string, string>>,
): readonly { rotationId: string; takerId: string | null }[] {
  return ahead.flatMap(({ rotation: { id } }) => {
    const answer = own(answers, id);
    return answer === undefined || answer === nobody ? [] : [{ rotationId: id, takerId: answer === others ? null : answer }];
  });
}

function Asked({
  held: { rotation, shifts }, person, answer, set,
}: {
  held: OnCallAhead;
  person: PersonRecord;
  answer: string;
  set: (answer: string) => void;
}) {
  const zone = useZone();
  const people = usePeople().filter(({ id }) => id !== person.id);
  const alone = rotation.latestPeople.every(({ id }) => id === person.id);
  const shown = shifts.slice(0, 4).map(({ from, to }) => `${dayAndTime(from, zone)} to ${dayAndTime(to, zone)}`);
  const more = shifts.length > shown.length ? `; and ${shifts.length - shown.length} more in the coming eight weeks` : "";
  return (
    <div className={styles.stack}>
      <p>
        {shifts.length === 0
          ? `${person.name} takes turns in ${rotation.name}.`
          : `In ${rotation.name} these shifts fall empty: ${shown.join("; ")}${more}.`}
      </p>
      <TextField select required label={`Who takes them in ${rotation.name}?`} value={answer} onChange={(event) => set(event.target.value)}>
        {alone ? null : <MenuItem value={others}>The others, in turn</MenuItem>}
        {people.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
        <MenuItem value={nobody}>Nobody: they may be empty</MenuItem>
      </TextField>
    </div>
  );
}

function Successor({
  integration, person, answer, set,
}: {
  integration: OwnedIntegration;
  person: PersonRecord;
  answer: string;
  set: (answer: string) => void;
}) {
  const people = usePeople().filter(({ id }) => id !== person.id);
  return (
    <div className={styles.stack}>
      <p>
        {person.name} looks after {integration.name}. It goes on: make a new address for it where {person.name} knew the old one.
      </p>
      <TextField
        select
        required
        label={`Who looks after ${integration.name}?`}
        value={answer}
        onChange={(event) => set(event.target.value)}
      >
        {people.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
    </div>
  );
}

/** Who takes which integration, of those that somebody looks after. */
export function successorsOf(
  owned: readonly OwnedIntegration[],
  answers: Readonly<Record<string, string>>,
): readonly { integrationId: string; ownerId: string }[] {
  return owned.flatMap(({ id }) => {
    const ownerId = own(answers, id);
    return ownerId === undefined ? [] : [{ integrationId: id, ownerId }];
  });
}

/** What somebody looks after; undefined until it is known. */
function useOwned(personId: string): readonly OwnedIntegration[] | undefined {
  const read = useRead(ownedIntegrationsDocument, nothing, { now: true });
  return read.data?.integrations.filter(({ owner, removed }) => !removed && owner?.id === personId);
}

/** What somebody is on call for; undefined until it is known. */
function aheadOf(node: ResultOf<typeof onCallAheadDocument>["node"] | undefined): readonly OnCallAhead[] | undefined {
  return node !== undefined && node !== null && "onCallAhead" in node ? node.onCallAhead : undefined;
}

/** Takes a person's access away, and asks who takes the shifts that fall empty by it, and what they look after. */
export function RemoveDialog({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const draft = useDraft("person.remove", person.id);
  const [answers, setAnswers] = useDraftState<Readonly<Record<string, string>>>(draft, "answers", {});
  const give = useCommand(removePerson, draft);
  const read = useRead(onCallAheadDocument, { id: person.id }, { now: true });
  const ahead = aheadOf(read.data?.node);
  const owned = useOwned(person.id);
  const shiftsAnswered = ahead?.every(({ rotation }) => own(answers, rotation.id) !== undefined) ?? false;
  const answered = shiftsAnswered && owned !== undefined && successorsOf(owned, answers).length === owned.length;
  const leavesEmpty = ahead?.some(({ rotation }) => own(answers, rotation.id) === nobody) ?? false;
  const preview = read.isError ? (
    <ProblemLine error={read.error} />
  ) : ahead === undefined ? undefined : (
    <>
      <p>They can no longer sign in, and their API tokens stop working. What they did stays in the history under their name.</p>
      <p>{ahead.length === 0 ? "They are on call nowhere." : "From now on they are on call nowhere: say who takes their shifts."}</p>
    </>
  );
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`Remove ${person.name}?`}
      confirm={`Remove ${person.name}`}
      ready={answered}
      preview={preview}
      act={async () =>
        void (await give({
          personId: person.id, takeovers: takeoversOf(ahead ?? [], answers), leaveShiftsEmpty: leavesEmpty,
          integrations: successorsOf(owned ?? [], answers),
        }))
      }
    >
      {(ahead ?? []).map((held) => (
        <Asked
          key={held.rotation.id}
          held={held}
          person={person}
          answer={own(answers, held.rotation.id) ?? ""}
          set={(answer) => setAnswers((before) => ({ ...before, [held.rotation.id]: answer }))}
        />
      ))}
      {(owned ?? []).map((integration) => (
        <Successor
          key={integration.id}
          integration={integration}
          person={person}
          answer={own(answers, integration.id) ?? ""}
          set={(answer) => setAnswers((before) => ({ ...before, [integration.id]: answer }))}
        />
      ))}
    </ConfirmCommand>
  );
}
